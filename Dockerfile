FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --locked --no-dev --extra postgres --extra redis --no-install-project
COPY bot bot
COPY handlers handlers
COPY content content
RUN uv sync --locked --no-dev --extra postgres --extra redis --no-editable

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 coach && mkdir /data && chown coach /data
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH XDG_DATA_HOME=/data PYTHONUNBUFFERED=1
# Номером, а не именем: так Kubernetes видит, что это не root.
USER 10001
VOLUME /data
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s CMD ["bot", "alive"]
# exec-форма: SIGTERM приходит самому боту, и он доводит начатое до конца.
CMD ["bot"]
