using System.Collections.Immutable;
using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Mcp;
using Axle.Tools.Mcp.Connections;
using Axle.Tools.Mcp.Settings;

namespace Axle.Tools.Tests.Mcp;

public sealed class Standing_in : IAsyncDisposable
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");
    private readonly ServerInMemory _first = new();
    private readonly ServerInMemory _second = new();
    private readonly MovedClock _clock = new();
    private McpTools? _mcp;

    public async ValueTask DisposeAsync()
    {
        if (_mcp is not null)
            await _mcp.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_read_goes_on_at_the_other_server_when_one_dies_in_mid_call()
    {
        _first.Offers("read", () => DieInMidCall(_first), readsOnly: true);
        _second.Offers("read", static () => "from the second", readsOnly: true);
        var catalog = await DiscoverAsync();

        var result = await CallAsync(catalog, "group.read");

        result.GetProperty("text").GetString().ShouldBe("from the second");
        _first.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_is_never_asked_for_twice_when_nobody_knows_whether_it_was_made()
    {
        _first.Offers("write", () => DieInMidCall(_first));
        _second.Offers("write", static () => "written");
        var catalog = await DiscoverAsync();

        var failed = await Should.ThrowAsync<AxleException>(() => CallAsync(catalog, "group.write"));

        failed.Error.Kind.ShouldBe(ErrorKind.Refused);
        failed.Message.ShouldContain("MCP server 'first'");
        failed.Message.ShouldContain("not called again by itself");
        _second.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_change_that_may_be_made_twice_goes_on_at_the_other_server_with_the_same_key()
    {
        _first.Offers("write", () => DieInMidCall(_first), idempotent: true);
        _second.Offers("write", static () => "written", idempotent: true);
        var catalog = await DiscoverAsync();

        (await CallAsync(catalog, "group.write")).GetProperty("text").GetString().ShouldBe("written");

        _second.LastMeta!["axle/idempotencyKey"]!.GetValue<string>().ShouldBe("key-1");
        _first.LastMeta!["axle/idempotencyKey"]!.GetValue<string>().ShouldBe("key-1");
    }

    [Fact]
    public async Task A_change_goes_to_the_other_server_when_the_first_was_never_asked()
    {
        _first.Offers("write", static () => "never");
        _second.Offers("write", static () => "written");
        var catalog = await DiscoverAsync();
        _first.IsOut = true;
        await DieUnseenAsync();

        (await CallAsync(catalog, "group.write")).GetProperty("text").GetString().ShouldBe("written");

        _first.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Calls_are_shared_between_servers_of_the_same_priority()
    {
        _first.Offers("read", static () => "1", readsOnly: true);
        _second.Offers("read", static () => "2", readsOnly: true);
        var catalog = await DiscoverAsync(secondPriority: 1);

        for (var i = 0; i < 10; i++)
            await CallAsync(catalog, "group.read");

        (_first.Calls, _second.Calls).ShouldBe((5, 5));
    }

    [Fact]
    public async Task A_server_that_is_down_is_tried_again_after_a_while_and_not_before()
    {
        _first.Offers("read", static () => "1", readsOnly: true);
        var catalog = await DiscoverAsync();
        _first.IsOut = true;
        await DieUnseenAsync();
        await Should.ThrowAsync<AxleException>(() => CallAsync(catalog, "first.read"));
        _first.IsOut = false;

        var early = await Should.ThrowAsync<AxleException>(() => CallAsync(catalog, "first.read"));
        _clock.Advance(TimeSpan.FromSeconds(2));
        var late = await CallAsync(catalog, "first.read");

        early.Error.Kind.ShouldBe(ErrorKind.Network);
        early.Message.ShouldContain("MCP server 'first' is down");
        late.GetProperty("text").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task The_caller_is_told_to_the_server()
    {
        _first.Offers("read", static () => "1", readsOnly: true);
        var catalog = await DiscoverAsync();

        await CallAsync(catalog, "first.read");

        _first.LastMeta!["axle/caller"]!.ToJsonString().ShouldBe("""{"tenant":"acme","user":"ann","scopes":["files:read"]}""");
    }

    [Fact]
    public async Task Tools_that_come_later_are_in_the_catalog()
    {
        _first.Offers("read", static () => "1", readsOnly: true);
        var catalog = await DiscoverAsync();
        _first.Offers("fresh", static () => "new", readsOnly: true);

        await _mcp!.CheckAsync(TestContext.Current.CancellationToken);

        (await CallAsync(catalog, "first.fresh")).GetProperty("text").GetString().ShouldBe("new");
    }

    [Fact]
    public async Task A_short_name_is_refused_with_the_whole_ones()
    {
        _first.Offers("read", static () => "1", readsOnly: true);
        _second.Offers("read", static () => "2", readsOnly: true);
        var catalog = await DiscoverAsync();

        var refused = await Should.ThrowAsync<AxleException>(() => CallAsync(catalog, "read"));

        refused.Message.ShouldContain("first.read and second.read");
    }

    [Fact]
    public async Task A_change_is_only_planned_unless_the_run_may_apply()
    {
        _first.Offers("write", static () => "written");
        var catalog = await DiscoverAsync();

        var plan = await CallAsync(catalog, "first.write", apply: false);

        plan.GetProperty("planned").GetBoolean().ShouldBeTrue();
        _first.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_description_is_cut_and_holds_no_signs_that_do_not_show()
    {
        _first.Offers("read", static () => "1", readsOnly: true, description: "Reads.\u200b\u202e" + new string('x', 5_000));
        var catalog = await DiscoverAsync();

        catalog.TryGet("first.read", out var tool).ShouldBeTrue();

        tool.Description.Purpose.Length.ShouldBe(2_001);
        tool.Description.Purpose.ShouldStartWith("Reads.xxx");
        tool.Description.Origin.ShouldBe("MCP server first");
    }

    private static string DieInMidCall(ServerInMemory server)
    {
        server.IsOut = true;
        server.Die();
        return "lost";
    }

    /// <summary>Ends the first server between two calls: whoever calls next knows that it is gone.</summary>
    private async Task DieUnseenAsync()
    {
        _first.Die();
        while (_mcp!.Servers.Single(static s => s.Settings.Name == "first").State == McpState.Ready)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<ToolCatalog> DiscoverAsync(int secondPriority = 2)
    {
        ImmutableArray<McpServerSettings> servers =
        [
            new("first") { Command = "first", Capability = "group", Priority = 1 },
            new("second") { Command = "second", Capability = "group", Priority = secondPriority },
        ];
        _mcp = new McpTools(new McpSettings(servers) { HealthEvery = TimeSpan.Zero }, _clock, McpAnswers.None,
            (server, _) => (server.Name == "first" ? _first : _second).Connect());
        await _mcp.DiscoverAsync(all: true, TestContext.Current.CancellationToken);
        return new ToolCatalog([], [_mcp]);
    }

    private async Task<JsonElement> CallAsync(ToolCatalog catalog, string tool, bool apply = true) => await catalog.InvokeAsync(
        tool,
        Nothing,
        new ToolContext(AppContext.BaseDirectory, apply, "key-1", _clock) { Caller = new ToolCaller("acme", "ann") { Scopes = ["files:read"] } },
        TestContext.Current.CancellationToken);
}
