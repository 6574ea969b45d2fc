using System.Net;
using System.Reflection;
using System.Text;
using Axle.Agents.Registry;
using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.Users;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Server.Identity;
using Axle.Server.Mcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace Axle.Server.Tests.Identity;

/// <summary>Keys of the settings stand for users: at the gateway and over MCP they go with them.</summary>
public sealed class Keys_of_users_who_are_gone : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-key-users-");
    private readonly Clock _clock = new();
    private readonly List<string> _said = [];
    private readonly HttpClient _http = new();
    private readonly ModelGateway _models = new(ModelOptions.None);
    private ServiceProvider? _host;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IIdentityStore Users => _host!.GetRequiredService<IIdentityStore>();

    public ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton(ModelOptions.None);
        services.AddAxle(options =>
        {
            (options.ProjectDirectory, options.HomeDirectory, options.TakeUpRuns) = (_folder.FullName, null, false);
            options.DatabasePath = Path.Combine(_folder.FullName, "axle.db");
        });
        _host = services.BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _models.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_is_refused_when_its_user_was_removed_or_is_kept_out(bool isMcp)
    {
        foreach (var name in (string[])["ann", "bob", "dan"])
            await AddAsync(name);
        await using var server = await StartAsync(isMcp, "usr_ann", "bob@example.org", "dan");
        foreach (var key in (string[])["usr_ann", "bob@example.org", "dan"])
            (await AskAsync(server.Url, key)).Status.ShouldNotBe(HttpStatusCode.Forbidden);

        await Users.RemoveUserAsync("usr_ann", Stop);
        var bob = (await Users.FindUserAsync("usr_bob", Stop))!;
        (await Users.ChangeUserAsync(bob with { IsDisabled = true }, Stop)).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(10));

        foreach (var key in (string[])["usr_ann", "bob@example.org"])
        {
            var refused = await AskAsync(server.Url, key);
            refused.Status.ShouldBe(HttpStatusCode.Forbidden);
            refused.Text.ShouldContain("not there or is kept out");
        }

        (await AskAsync(server.Url, "dan")).Status.ShouldNotBe(HttpStatusCode.Forbidden);
        (await AskAsync(server.Url, "nobody's")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_that_stand_for_nobody_are_refused_and_named_when_the_server_starts_and_keep_nobody_else_out(bool isMcp)
    {
        await AddAsync("ann");
        await AddAsync("twin", "ann@example.org");

        await using var server = await StartAsync(isMcp, "ann", "guest", "ann@example.org");

        var said = _said.ShouldHaveSingleItem();
        said.ShouldContain("KEY_2 (user: guest), KEY_3 (user: ann@example.org)");
        said.ShouldNotContain("KEY_1");
        foreach (var key in (string[])["guest", "ann@example.org"])
            (await AskAsync(server.Url, key)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(server.Url, "ann")).Status.ShouldNotBe(HttpStatusCode.Forbidden);

        await AddAsync("guest");
        _clock.Advance(TimeSpan.FromSeconds(10));
        (await AskAsync(server.Url, "guest")).Status.ShouldNotBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_there_are_no_users_a_name_is_a_word_until_there_are(bool isMcp)
    {
        await using var server = await StartAsync(isMcp, "guest");
        (await AskAsync(server.Url, "guest")).Status.ShouldNotBe(HttpStatusCode.Forbidden);

        await AddAsync("ann");
        _clock.Advance(TimeSpan.FromSeconds(10));

        (await AskAsync(server.Url, "guest")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newcomer_who_is_called_like_a_keys_user_neither_takes_the_key_over_nor_locks_it_out(bool isMcp)
    {
        await AddAsync("ann");
        await AddAsync("bob");
        await using var server = await StartAsync(isMcp, "ann@example.org", "bob@example.org");

        await AddAsync("twin", "ann@example.org");
        await AddAsync("other", "bob@example.org");
        await Users.RemoveUserAsync("usr_bob", Stop);
        _clock.Advance(TimeSpan.FromSeconds(10));

        (await AskAsync(server.Url, "ann@example.org")).Status.ShouldNotBe(HttpStatusCode.Forbidden);
        (await AskAsync(server.Url, "bob@example.org")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_word_that_is_the_name_of_one_user_and_the_address_of_another_stands_for_neither(bool isMcp)
    {
        await AddAsync("ann");
        await AddAsync("ann@example.org", "other@example.org");
        await using var server = await StartAsync(isMcp, "ann@example.org");

        (await AskAsync(server.Url, "ann@example.org")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_fails_in_itself_once_is_asked_again(bool isMcp)
    {
        await AddAsync("ann");
        var users = (FailingUsers)(object)DispatchProxy.Create<IUserStore, FailingUsers>();
        users.Inner = Users;
        await using var server = await StartAsync(isMcp, (IUserStore)(object)users, "ann");
        (users.Fails, _) = (true, await Users.RemoveUserAsync("usr_ann", Stop));
        _clock.Advance(TimeSpan.FromSeconds(10));
        (await AskAsync(server.Url, "ann")).Status.ShouldNotBe(HttpStatusCode.Forbidden);

        users.Fails = false;
        _clock.Advance(TimeSpan.FromSeconds(10));

        (await AskAsync(server.Url, "ann")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task AddAsync(string name, string? address = null) => (await Users.AddUserAsync(
        new User($"usr_{name}", name) { Email = address ?? $"{name}@example.org", CreatedAt = DateTimeOffset.UnixEpoch }, onlyAsFirst: false, Stop)).ShouldBeTrue();

    private Task<Started> StartAsync(bool isMcp, params string[] users) => StartAsync(isMcp, Users, users);

    private async Task<Started> StartAsync(bool isMcp, IUserStore store, params string[] users)
    {
        AccessKey[] keys = [.. users.Select(static (user, i) => new AccessKey($"KEY_{i + 1}", user) { User = user })];
        if (isMcp)
        {
            var listening = new McpListening { Port = 0, Keys = keys, Users = store, Warn = _said.Add };
            var mcp = await McpHttpServer.StartAsync(new McpServerOptions(), listening, _clock, Stop);
            return new Started(mcp, mcp.Url);
        }

        var options = new GatewayServerOptions { Port = 0, Keys = keys, Users = store };
        var gateway = await GatewayServer.StartAsync(_models, ModelOptions.None, new AgentRegistry([]), options, _clock, new Saying(_said), Stop);
        return new Started(gateway, new Uri(gateway.Url, "v1/models"));
    }

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(Uri url, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await _http.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private sealed class Saying(List<string> said) : ILogger<GatewayServer>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            said.Add(formatter(state, exception));
    }

    private sealed class Clock : TimeProvider
    {
        private long _at;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _at);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _at, time.Ticks);
    }

    public class FailingUsers : DispatchProxy
    {
        public IUserStore? Inner { get; set; }

        public bool Fails { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            Fails ? throw new InvalidOperationException("A fault of the store.") : targetMethod!.Invoke(Inner, args);
    }

    private sealed record Started(IAsyncDisposable Server, Uri Url) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
