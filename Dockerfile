# The application alone; the database is a Neo4j beside it (docker-compose.yml), or the embedded engine where no
# GRAPHSVC_NEO4J_URI is set (then give /data a volume).
FROM python:3.12-slim

RUN useradd --create-home --uid 10001 graphsvc && mkdir /data && chown graphsvc /data
WORKDIR /app
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY graphsvc graphsvc
COPY cypher cypher
RUN pip install --no-cache-dir .

USER graphsvc
# compiled functions are kept where a read-only container may still write
ENV GRAPHSVC_DATA_DIR=/data NUMBA_CACHE_DIR=/tmp/numba PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["graphsvc", "serve", "--host", "0.0.0.0", "--port", "8000"]
