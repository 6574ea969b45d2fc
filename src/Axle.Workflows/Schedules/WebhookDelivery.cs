namespace Axle.Workflows.Schedules;

/// <summary>A webhook request as it came.</summary>
/// <param name="Body">The body, byte for byte: its signature is over these bytes.</param>
/// <param name="Id">
/// What tells this delivery from others, at most 200 characters: the same id is the same run. GitHub sends it as <c>X-GitHub-Delivery</c>. Null
/// when the sender has none: then every request is a run.
/// </param>
/// <param name="Signature">
/// HMAC-SHA256 of the body in hexadecimal, with or without <c>sha256=</c> before it. GitHub sends it as <c>X-Hub-Signature-256</c>. Null when
/// there was none.
/// </param>
public sealed record WebhookDelivery(ReadOnlyMemory<byte> Body, string? Id = null, string? Signature = null);
