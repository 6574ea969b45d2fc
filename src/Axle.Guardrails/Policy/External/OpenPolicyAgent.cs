using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Guardrails.Policy.External;

/// <summary>
/// Asks an Open Policy Agent over its REST API (<c>POST /v1/data/{path}</c>). No answer in time, an answer that says nothing, or one that cannot be
/// read counts as a denial, unless the options say otherwise for servers that cannot be reached.
/// </summary>
/// <param name="http">Reaches the server; the caller disposes of it.</param>
/// <param name="options">Where it is and how long to wait.</param>
/// <param name="time">The clock.</param>
public sealed class OpenPolicyAgent(HttpClient http, OpenPolicyAgentOptions options, TimeProvider time) : IPolicyDecider
{
    private const int MostBytes = 1 << 20;

    /// <inheritdoc/>
    public async ValueTask<PolicyDecision> DecideAsync(PolicyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hash = RequestHash.Of(request);
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var content = JsonContent.Create(new JsonObject { ["input"] = Input(request) });
            using var response = await http.PostAsync(new Uri(options.Server, $"v1/data/{options.Path}"), content, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                // Only what a server that is away answers through a proxy; a wrong key or a policy that broke is not that.
                var why = $"The policy server answered {(int)response.StatusCode}.";
                return (int)response.StatusCode is 502 or 503 or 504 ? Unreachable(hash, why) : Denied(hash, why);
            }

            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            var bytes = new byte[MostBytes];
            var length = await body.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, either.Token);
            using var answer = JsonDocument.Parse(bytes.AsMemory(0, length));
            return Read(answer.RootElement, hash);
        }
        catch (JsonException)
        {
            return Denied(hash, "The policy server's answer cannot be read.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unreachable(hash, $"The policy server gave no answer within {options.Timeout.TotalSeconds:0.###} s.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Unreachable(hash, "The policy server cannot be reached.");
        }
    }

    // A rule gives true or false, or an object with verdict (or allow) and reason. No result means that the rule is undefined.
    private PolicyDecision Read(JsonElement answer, string hash)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("result", out var result))
            return Denied(hash, $"The policy server has no decision at '{options.Path}'.");
        if (result.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return result.GetBoolean() ? Said(PolicyVerdict.Allow, "", hash) : Denied(hash, "The policy server says no.");
        if (result.ValueKind != JsonValueKind.Object)
            return Denied(hash, "The policy server's answer is neither true, false nor an object.");
        var reason = Text(result, "reason") ?? "The policy server says so.";
        if (Text(result, "verdict") is { } word)
        {
            if (!Enum.TryParse<PolicyVerdict>(word, ignoreCase: true, out var verdict) || char.IsDigit(word[0]))
                return Denied(hash, "The policy server's verdict is not known.");
            if (verdict != PolicyVerdict.Transform)
                return Said(verdict, reason, hash);
            return result.TryGetProperty("arguments", out var changed) && changed.ValueKind == JsonValueKind.Object
                ? Said(verdict, reason, hash) with { Arguments = changed.Clone() }
                : Denied(hash, "The policy server changes the call, and its answer has no arguments.");
        }

        return result.TryGetProperty("allow", out var allow) && allow.ValueKind == JsonValueKind.True
            ? Said(PolicyVerdict.Allow, reason, hash)
            : Denied(hash, reason);
    }

    private PolicyDecision Unreachable(string hash, string why) => options.AllowsWhenUnreachable ? Said(PolicyVerdict.Allow, why, hash) : Denied(hash, why);

    private PolicyDecision Denied(string hash, string reason) => Said(PolicyVerdict.Deny, reason, hash);

    private PolicyDecision Said(PolicyVerdict verdict, string reason, string hash) => new(verdict, "opa", "", options.Path, reason, hash);

    private static string? Text(JsonElement map, string name) =>
        map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonObject Input(PolicyRequest request) => new()
    {
        ["moment"] = request.Moment.ToString().ToLowerInvariant(),
        ["name"] = request.Name,
        ["time"] = request.Time.ToString("O", CultureInfo.InvariantCulture),
        ["effect"] = request.Effect,
        ["sinks"] = new JsonArray([.. request.Sinks.Select(static s => (JsonNode?)s)]),
        ["arguments"] = JsonSerializer.SerializeToNode(request.Arguments),
        ["label"] = new JsonObject
        {
            ["integrity"] = request.Label.Integrity.ToString().ToLowerInvariant(),
            ["confidentiality"] = request.Label.Confidentiality.ToString().ToLowerInvariant(),
            ["sources"] = new JsonArray([.. request.Label.Sources.Select(static s => (JsonNode?)s)]),
        },
        ["caller"] = new JsonObject
        {
            ["tenant"] = request.Tenant,
            ["user"] = request.User,
            ["agent"] = request.Agent,
            ["roles"] = new JsonArray([.. request.Roles.Select(static r => (JsonNode?)r)]),
        },
        ["spentUsd"] = request.SpentUsd,
    };
}
