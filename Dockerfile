# Two stages: what builds Daybook stays behind. Everything installed is locked by its hash.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

# This lock holds the build tool too, so that pip need not fetch one unchecked.
COPY requirements-local.lock ./
RUN pip install --require-hashes -r requirements-local.lock

COPY requirements.lock ./
RUN python -m venv /opt/daybook && /opt/daybook/bin/pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md ./
COPY accounting accounting
COPY clients clients
COPY activities activities
COPY workflows workflows
COPY worker worker
COPY sandbox sandbox
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/daybook/bin/pip install --no-deps /wheels/*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home daybook
COPY --from=build /opt/daybook /opt/daybook
ENV PATH=/opt/daybook/bin:$PATH PYTHONUNBUFFERED=1
USER daybook
CMD ["daybook", "worker"]
