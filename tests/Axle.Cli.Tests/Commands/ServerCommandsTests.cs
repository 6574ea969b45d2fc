using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

/// <summary><c>ax login</c>, and commands with <c>--server</c>, at a real server that another <c>ax</c> serves.</summary>
public sealed class ServerCommandsTests : IAsyncLifetime
{
    private const string Greet = """
        name: greet
        inputs:
          who: {type: string, default: World}
        variables: {greeting: ""}
        steps:
          - {key: say, set: {greeting: "Hello ${{ inputs.who }}"}}
          - key: ask
            dependsOn: [say]
            approval: {message: Send it?, parameters: {copies: 1}, editable: [copies]}
          - {key: hold, dependsOn: [ask], wait: {signal: go}}
        outputs:
          text: ${{ variables.greeting }}
          copies: ${{ steps.ask.output.parameters.copies }}
        """;

    private ServedBench _bench = null!;

    private Workbench Here => _bench.Here;

    public async ValueTask InitializeAsync()
    {
        _bench = await ServedBench.StartAsync();
        _bench.There.Write(".axle/workflows/greet.yaml", Greet);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Signing_in_keeps_the_key_for_its_owner_alone_and_signing_out_forgets_it()
    {
        var file = Path.Combine(Here.Directory, ".axle", "servers.json");

        var login = await Here.RunAsync("login", _bench.Url);
        login.Code.ShouldBe(ExitCodes.Success, login.Error);
        login.Output.ShouldContain($"Signed in at {_bench.Url}");
        (login.Output + login.Error).ShouldNotContain(_bench.Token);
        File.ReadAllText(file).ShouldContain(_bench.Token);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await Here.RunAsync("logout", _bench.Url)).Code.ShouldBe(ExitCodes.Success);
        File.ReadAllText(file).ShouldNotContain(_bench.Token);
        var list = await Here.RunAsync("workflow", "list", "--server", _bench.Url);
        list.Code.ShouldBe(ExitCodes.Failed);
        list.Error.ShouldContain($"ax login {_bench.Url}");
    }

    [Theory]
    [InlineData("http://axle.example.org", "secret", ExitCodes.Usage, "is not encrypted")]
    [InlineData("axle", "secret", ExitCodes.Usage, "no address of a server")]
    [InlineData(null, "wrong", ExitCodes.Failed, "ax login")]
    [InlineData(null, "", ExitCodes.Usage, "no key on standard input")]
    public async Task A_key_that_is_no_good_or_would_be_read_on_its_way_is_not_kept(string? url, string key, int code, string message)
    {
        Here.Input = key;

        var login = await Here.RunAsync("login", url ?? _bench.Url);

        login.Code.ShouldBe(code, login.Error);
        login.Error.ShouldContain(message);
        File.Exists(Path.Combine(Here.Directory, ".axle", "servers.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_is_started_looked_at_answered_signalled_and_followed_to_its_end()
    {
        await Here.RunAsync("login", _bench.Url);
        var host = new Uri(_bench.Url).Authority;

        var started = (await Here.RunAsync("workflow", "start", "greet", "-i", "who=Ann", "--run-id", "ann", "--server", host, "--json")).Json;
        var follow = Here.Begin("workflow", "events", "ann", "--follow", "--server", host);
        await follow.Output.Seen("approval-requested");
        var approvals = (await Here.RunAsync("approval", "list", "--server", host, "--json")).Json.GetProperty("approvals");
        var shown = await Here.RunAsync("approval", "show", "latest", "--server", host);
        var approved = await Here.RunAsync("approval", "approve", "ann", "--set", "copies=3", "--server", host);
        await follow.Output.Seen("step-waiting");
        var waiting = await Here.RunAsync("workflow", "status", "ann", "--server", host);
        var signalled = await Here.RunAsync("workflow", "signal", "an", "go", "--server", host);
        var followed = await follow.EndAsync();
        var status = (await Here.RunAsync("workflow", "status", "ann", "--server", host, "--json")).Json;
        var list = await Here.RunAsync("workflow", "list", "--status", "completed", "--server", host, "--json");
        var events = (await Here.RunAsync("workflow", "events", "ann", "--type", "run-completed", "--server", host, "--json")).Json;

        started.GetProperty("runId").GetString().ShouldBe("ann");
        approvals[0].GetProperty("message").GetString().ShouldBe("Send it?");
        shown.Output.ShouldContain("ax approval approve ann ask --server");
        approved.Output.ShouldContain("Approved: ask of run ann.");
        waiting.Output.ShouldContain("hold: signal go");
        signalled.Output.ShouldContain("Run ann has the signal 'go'.");
        (followed.Code, followed.Output).ShouldSatisfyAllConditions(
            static f => f.Code.ShouldBe(ExitCodes.Success), static f => f.Output.ShouldContain("run-completed"));
        var outputs = status.GetProperty("outputs");
        (outputs.GetProperty("text").GetString(), outputs.GetProperty("copies").GetInt32()).ShouldBe(("Hello Ann", 3));
        list.Json.GetProperty("runs")[0].GetProperty("runId").GetString().ShouldBe("ann");
        events.GetProperty("events")[0].GetProperty("outputs").GetProperty("text").GetString().ShouldBe("Hello Ann");
        File.Exists(Here.DatabasePath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_of_here_is_executed_there_and_its_end_is_the_exit_code()
    {
        await Here.RunAsync("login", _bench.Url);
        Here.Write("mine.yaml", "name: mine\ninputs: {n: {type: integer}}\nvariables: {m: 0}\nsteps:\n  - {key: a, set: {m: \"${{ inputs.n }}\"}}\noutputs: {m: \"${{ variables.m }}\"}\n");
        Here.Write("bad.yaml", "name: bad\nsteps:\n  - {key: no, fail: It cannot be.}\n");

        var well = await Here.RunAsync("workflow", "execute", "mine.yaml", "-i", "n=7", "--server", _bench.Url, "--json");
        var bad = await Here.RunAsync("workflow", "execute", "bad.yaml", "--server", _bench.Url);

        well.Code.ShouldBe(ExitCodes.Success, well.Error);
        (well.Json.GetProperty("status").GetString(), well.Json.GetProperty("outputs").GetProperty("m").GetInt32()).ShouldBe(("completed", 7));
        bad.Code.ShouldBe(ExitCodes.Failed);
        bad.Output.ShouldContain("It cannot be.");
    }

    [Fact]
    public async Task An_execution_that_is_interrupted_goes_on_at_the_server_and_a_rejection_fails_it()
    {
        await Here.RunAsync("login", _bench.Url);
        var execute = Here.Begin("workflow", "execute", "greet", "--run-id", "left", "--server", _bench.Url);
        await execute.Error.Seen("approval-requested");

        Here.Interrupts.Interrupt("Ctrl-C");
        var left = await execute.EndAsync();
        var rejected = await Here.RunAsync("approval", "reject", "left", "--comment", "not today", "--server", _bench.Url);
        var status = await Here.RunAsync("workflow", "events", "left", "--follow", "--server", _bench.Url);

        left.Code.ShouldBe(ExitCodes.Success);
        left.Error.ShouldContain("The run goes on.");
        rejected.Output.ShouldContain("Rejected: ask of run left.");
        status.Code.ShouldBe(ExitCodes.Failed);
    }

    [Theory]
    [InlineData(ExitCodes.NotFound, "There is no run 'nobody'", "workflow", "status", "nobody")]
    [InlineData(ExitCodes.NotFound, "no workflow", "workflow", "start", "nothing")]
    [InlineData(ExitCodes.Usage, "exclude each other", "workflow", "list", "--database", "x.db")]
    [InlineData(ExitCodes.Usage, "--workspace is a matter of this machine", "workflow", "execute", "greet", "--workspace", ".")]
    [InlineData(ExitCodes.Invalid, "there is no input 'whom'", "workflow", "start", "greet", "-i", "whom=Ann")]
    public async Task What_cannot_be_is_told(int code, string message, params string[] arguments)
    {
        await Here.RunAsync("login", _bench.Url);

        var answer = await Here.RunAsync([.. arguments, "--server", _bench.Url]);

        answer.Code.ShouldBe(code, answer.Error);
        answer.Error.ShouldContain(message);
    }

    [Fact]
    public async Task Starting_needs_a_server()
    {
        var answer = await Here.RunAsync("workflow", "start", "greet");

        (answer.Code, answer.Error.Contains("--server", StringComparison.Ordinal)).ShouldBe((ExitCodes.Usage, true));
    }
}
