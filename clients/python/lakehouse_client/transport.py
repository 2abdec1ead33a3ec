"""Connections: replicas, retries with a budget, TLS, credentials."""

import ipaddress
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import grpc

_MAX_RECEIVE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Tls:
    """Certificates of encrypted connections, as PEM files.

    authority: those that the server's certificate must come from; None for the machine's own.
    certificate, key: the client's own, for servers that ask for one (mutual TLS).
    server_name: the name in the server's certificate, where it is not the one that is connected to.
    """

    authority: Optional[str] = None
    certificate: Optional[str] = None
    key: Optional[str] = None
    server_name: Optional[str] = None


def open_channel(addresses, tls, max_attempts):
    """A channel to one address, or round several replicas."""
    options = [
        ("grpc.service_config", json.dumps(_service_config(max_attempts))),
        ("grpc.enable_retries", 1),
        ("grpc.max_receive_message_length", _MAX_RECEIVE_BYTES),
        ("grpc.keepalive_time_ms", 10_000),
        ("grpc.keepalive_timeout_ms", 5_000),
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.min_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 2_000),
        ("grpc.enable_http_proxy", 0),
    ]
    target = _target(addresses)
    if len(addresses) > 1:
        if tls is not None and not tls.server_name:
            raise ValueError("Several replicas with TLS need Tls(server_name=…), the name in their certificates.")
        # The list of addresses is no host that a server accepts.
        options.append(("grpc.default_authority", tls.server_name if tls else _host(addresses[0])))
    if tls is None:
        return grpc.insecure_channel(target, options)
    if tls.server_name:
        options.append(("grpc.ssl_target_name_override", tls.server_name))
    read = [Path(f).read_bytes() if f else None for f in (tls.authority, tls.key or tls.certificate, tls.certificate)]
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(*read), options)


def is_this_machine(addresses):
    """True where nothing that is sent leaves the machine."""
    return all(_host(a) == "localhost" or _is_loopback(_host(a)) for a in addresses)


def _target(addresses):
    if len(addresses) == 1:
        return addresses[0]
    try:
        versions = {ipaddress.ip_address(_host(a)).version for a in addresses}
    except ValueError:
        raise ValueError("Several replicas are given by IP address and port; for a name write dns:///name:port.") from None
    if len(versions) != 1:
        raise ValueError("Replicas are either all IPv4 or all IPv6.")
    return f"ipv{versions.pop()}:{','.join(addresses)}"


def _host(address):
    return address.rsplit("/", 1)[-1].rsplit(":", 1)[0].strip("[]")


def _is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _service_config(max_attempts):
    config = {
        "loadBalancingConfig": [{"round_robin": {}}],
        # Repetitions stop when half of the tokens are gone: an outage must not multiply the load.
        "retryThrottling": {"maxTokens": 200, "tokenRatio": 0.1},
    }
    if max_attempts > 1:
        config["methodConfig"] = [{
            "name": [{}],
            "retryPolicy": {
                "maxAttempts": max_attempts,
                "initialBackoff": "0.02s",
                "maxBackoff": "0.5s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }]
    return config
