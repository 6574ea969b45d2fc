using Axle.Tools.Contract;

namespace Axle.Tools.Mcp.Connections;

/// <summary>Puts into headers for whom a request is made, for servers and proxies that decide by them; the same stands in the message.</summary>
internal sealed class CallerHeaders(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly AsyncLocal<ToolCaller?> Current = new();

    /// <summary>The caller of what this flow of control sends; null for none.</summary>
    public static ToolCaller? Caller
    {
        get => Current.Value;
        set => Current.Value = value;
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Caller is { } caller)
        {
            Add(request, "x-axle-tenant", caller.Tenant);
            Add(request, "x-axle-user", caller.User);
            Add(request, "x-axle-session", caller.Session);
            Add(request, "x-axle-scopes", caller.Scopes.Length > 0 ? string.Join(' ', caller.Scopes) : null);
            Add(request, "x-axle-run", caller.Run);
            Add(request, "x-axle-agent", caller.Agent);
        }

        return base.SendAsync(request, cancellationToken);
    }

    // Names may hold any sign; headers may not.
    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is { Length: > 0 })
            request.Headers.TryAddWithoutValidation(header, Uri.EscapeDataString(value).Replace("%20", " ", StringComparison.Ordinal));
    }
}
