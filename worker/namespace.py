"""Daybook's namespace in Temporal, made ready: a server knows none of the search attributes by itself."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from worker.search_attributes import SEARCH_ATTRIBUTES, TYPES
from worker.settings import Environment
from worker.wiring import TemporalUnreachable, connect_temporal

TRY_AGAIN = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.RESOURCE_EXHAUSTED)

log = logging.getLogger("daybook.worker")


class NamespaceUnfit(Exception):
    """The namespace cannot take Daybook's orders as it is; the text says what to do about it."""


async def prepared_temporal(environment: Environment) -> Client:
    """A client of a namespace that has every search attribute; those that are missing are added.

    Without one of them each step of each order would fail for ever, and only the log would tell.

    Raises:
        TemporalUnreachable: nobody answers there, or the namespace is not there.
        NamespaceUnfit: an attribute is missing and may not be added, or is of another type.
    """
    client = await connect_temporal(environment)
    try:
        listing = ListSearchAttributesRequest(namespace=client.namespace)
        present = (await client.operator_service.list_search_attributes(listing)).custom_attributes
        _require_types(client.namespace, present)
        await _add(client, [name for name in SEARCH_ATTRIBUTES if name not in present])
    except RPCError as error:
        raise TemporalUnreachable(
            f"Temporal at {environment.temporal_address} does not tell of namespace {client.namespace} "
            f"({error.message.rstrip('.')})."
        ) from None
    return client


async def keep_closed_workflows(client: Client, retention: timedelta) -> None:
    """Let an order's way be seen for so long after its end; a server of its own forgets it after a day."""
    config = NamespaceConfig(workflow_execution_retention_ttl=Duration(seconds=int(retention.total_seconds())))
    await client.workflow_service.update_namespace(UpdateNamespaceRequest(namespace=client.namespace, config=config))


def _require_types(namespace: str, present: Mapping[str, int]) -> None:
    for name, wanted in SEARCH_ATTRIBUTES.items():
        if name in present and present[name] != TYPES[wanted]:
            found = next((word for word, number in TYPES.items() if number == present[name]), "another")
            raise NamespaceUnfit(
                f"In Temporal's namespace {namespace} the search attribute {name} is of type {found}, and Daybook "
                f"needs it as {wanted}. Give Daybook a namespace of its own: TEMPORAL_NAMESPACE."
            )


async def _add(client: Client, missing: list[str]) -> None:
    if not missing:
        return
    types = {name: TYPES[SEARCH_ATTRIBUTES[name]] for name in missing}
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
        )
    except RPCError as error:
        if error.status in TRY_AGAIN:
            raise
        raise NamespaceUnfit(
            f"Temporal's namespace {client.namespace} lacks the search attributes {', '.join(missing)}, and Daybook "
            f"may not add them ({error.message.rstrip('.')}). Let whoever looks after Temporal run: "
            f"{command_that_adds(client, missing)}"
        ) from None
    log.info("added the search attributes %s to Temporal's namespace %s", ", ".join(missing), client.namespace)


def command_that_adds(client: Client, missing: list[str]) -> str:
    """What to type to add them: each name is followed by its type, or Temporal's command line drops it in silence."""
    where = f"--address {client.service_client.config.target_host} --namespace {client.namespace}"
    each = " ".join(f"--name {name} --type {SEARCH_ATTRIBUTES[name]}" for name in missing)
    return f"temporal operator search-attribute create {where} {each}"
