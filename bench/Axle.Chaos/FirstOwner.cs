using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Axle.Chaos.Nodes;
using Axle.Identity.SecondFactor;

namespace Axle.Chaos;

/// <summary>Becomes the owner of a new server, as docs/production.md says, and makes a key for programs.</summary>
internal static class FirstOwner
{
    private const string User = "owner";
    private const string Password = "eight goats sing at noon";

    /// <summary>Starts a server that only this machine reaches, sets it up, and ends it.</summary>
    public static async Task<string> KeyAsync(Node node, CancellationToken cancellationToken)
    {
        using var server = node.StartBeside(["serve", "--role", "api", "--port", "0"]);
        while (server.SetupUrl is null && !server.HasExited)
            await Machine.Pause(0.05, cancellationToken);
        var url = server.SetupUrl ?? throw new InvalidOperationException($"The first server does not start: {server.LastWords}");
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(url, "/api/v1/") };
        var begun = await AskAsync(http, "setup", new { token = url.Query["?token=".Length..], user = User, password = Password }, cancellationToken);
        var secret = Decode((string)begun["totp"]!["secret"]!);
        await AskAsync(http, "setup/confirm", new { user = User, code = Totp.Code(secret, Totp.StepOf(TimeProvider.System.GetUtcNow())) }, cancellationToken);
        var session = JsonNode.Parse(await http.GetStringAsync("session", cancellationToken))!;
        http.DefaultRequestHeaders.Add("X-Axle-CSRF", (string)session["csrf"]!);
        var permissions = (string[])["runsRead", "runsStart", "runsControl", "approvalsDecide", "workflowsRead"];
        return (string)(await AskAsync(http, "keys", new { name = "chaos", permissions }, cancellationToken))["secret"]!;
    }

    private static async Task<JsonNode> AskAsync(HttpClient http, string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {text}");
    }

    /// <summary>Reads the letters and digits of RFC 4648.</summary>
    private static byte[] Decode(string text)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(text.Select(static c => Convert.ToString(Letters.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(static b => b.Length == 8).Select(static b => Convert.ToByte(new string(b), 2))];
    }
}
