#!/bin/sh
# Makes Daybook's namespace with 30 days of retention and its search attributes. May run again at any time.
# Where and which come by environment: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE.
set -eu

: "${TEMPORAL_ADDRESS:?the address of the Temporal server}"
: "${TEMPORAL_NAMESPACE:?the namespace to make}"

# A server that just started, or a namespace that was just made, needs a moment.
patiently() {
    tries=60
    until "$@" >/dev/null; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || { echo "gave up on: $*" >&2; exit 1; }
        sleep 2
    done
}

patiently temporal operator cluster health

# The command line names the namespace: `create` does not look into the environment.
if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention 30d
else
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d
fi

# One with the same name and type is left as it is; one with another type is refused.
for attribute in Connection=Keyword OrderNumber=Keyword Stage=Keyword NeedsAttention=Bool ProblemCode=KeywordList; do
    patiently temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
        --name "${attribute%=*}" --type "${attribute#*=}"
done

echo "The namespace $TEMPORAL_NAMESPACE is ready."
