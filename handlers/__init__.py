"""The conversations: thin aiogram routers, one file each."""
