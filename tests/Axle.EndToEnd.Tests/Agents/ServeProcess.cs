using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Keys;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Storage.Sqlite;

namespace Axle.EndToEnd.Tests.Agents;

/// <summary>The real <c>ax serve</c> as a process of its own, to be killed and started again over the same database at the same address.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-serve-");
    private readonly int _port = FreePort.Choose();
    private readonly HttpClient _client;
    private Process? _process;

    private ServeProcess() => _client = new HttpClient { BaseAddress = new Uri(Url, "api/v1/") };

    /// <summary>A key of a developer, which outlives the process as the database does.</summary>
    public string Key { get; private set; } = "";

    public Uri Url => new($"http://127.0.0.1:{_port}/");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ServeProcess> StartAsync()
    {
        var serve = new ServeProcess();
        serve.Key = await serve.AddDeveloperAsync();
        serve._client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", serve.Key);
        await serve.BeginAsync();
        return serve;
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task BeginAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = _folder.FullName };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "ax.dll"), "serve", "--port", $"{_port}"])
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = _folder.FullName;
        _process = Process.Start(start) ?? throw new InvalidOperationException("'ax serve' does not start.");
        while (await _process.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("Runs of ", StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException("'ax serve' ended before it listened.");
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(Stop);
        _process.Dispose();
        _process = null;
    }

    public async Task<string> RunAsync(string yaml)
    {
        using var answer = await _client.PostAsJsonAsync("runs", new { yaml }, Stop);
        var run = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, run.ToString());
        return run.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string address) => await _client.GetFromJsonAsync<JsonElement>(address, Stop);

    /// <summary>Waits for the end of a run on the live socket.</summary>
    public async Task<JsonElement> EndOfAsync(string run)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Key}");
        await socket.ConnectAsync(new UriBuilder(new Uri(Url, "api/v1/live")) { Scheme = "ws" }.Uri, Stop);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { type = "subscribe", id = "1", topic = "run", run }), WebSocketMessageType.Text, true, Stop);
        var buffer = new byte[64 * 1024];
        for (var length = 0; ;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), Stop);
            received.MessageType.ShouldBe(WebSocketMessageType.Text);
            length += received.Count;
            if (!received.EndOfMessage)
                continue;
            var message = Encoding.UTF8.GetString(buffer, 0, length);
            if (message.Contains("\"run-completed\"", StringComparison.Ordinal) || message.Contains("\"run-failed\"", StringComparison.Ordinal))
                return await GetAsync($"runs/{run}");
            length = 0;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<string> AddDeveloperAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".axle"));
        await using var store = SqliteRunStore.Open(Path.Combine(_folder.FullName, ".axle", "axle.db"), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        await store.Identity.AddUserAsync(new User("usr_ann", "ann") { PasswordHash = "none", CreatedAt = now }, onlyAsFirst: false, Stop);
        await store.Identity.SetRoleAsync(new Member(Scope.DefaultTenant, "usr_ann", Role.Developer), Stop);
        var ann = new Principal("usr_ann", Scope.DefaultTenant, RolePermissions.Of(Role.Developer));
        var keys = new ApiKeyBook(store.Identity, new IdentityOptions(), TimeProvider.System);
        return (await keys.CreateAsync(ann, "agents", [.. ann.Permissions], null, Stop)).Secret;
    }
}
