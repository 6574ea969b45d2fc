using System.Security.Cryptography;
using System.Text.Json;

namespace Axle.Guardrails.Policy;

/// <summary>A fingerprint of a request, to find and compare decisions without keeping what was in it.</summary>
internal static class RequestHash
{
    /// <summary>SHA-256 in hexadecimal, over all that policies see but the time.</summary>
    public static string Of(PolicyRequest request)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("moment", request.Moment.ToString());
            writer.WriteString("name", request.Name);
            writer.WriteString("effect", request.Effect);
            writer.WriteString("tenant", request.Tenant);
            writer.WriteString("user", request.User);
            writer.WriteString("agent", request.Agent);
            writer.WriteNumber("spent", request.SpentUsd);
            writer.WriteString("label", $"{request.Label.Integrity} {request.Label.Confidentiality} {string.Join(' ', request.Label.Sources)}");
            writer.WriteString("sinks", string.Join(' ', request.Sinks));
            writer.WriteString("roles", string.Join(' ', request.Roles.Order(StringComparer.Ordinal)));
            writer.WritePropertyName("arguments");
            request.Arguments.WriteTo(writer);
            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
