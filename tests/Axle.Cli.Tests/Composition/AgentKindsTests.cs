using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Agents.Memory;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Cli.Tests.Support;
using Axle.Tools.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Cli.Tests.Composition;

public sealed class AgentKindsTests : IDisposable
{
    private readonly Workbench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_program_is_told_the_work_on_its_standard_input_and_sees_little_of_the_environment()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The agents of this test are shell scripts.");
        Environment.SetEnvironmentVariable("AXLE_TEST_SHOWN", "yes");
        Environment.SetEnvironmentVariable("AXLE_TEST_HIDDEN", "secret");
        Program("cat > asked.json; env | cut -d= -f1 | grep -v '^_$' | sort > seen.txt; echo '{\"output\":{\"licence\":\"MIT\"}}'", "environment: [AXLE_TEST_SHOWN, AXLE_TEST_MISSING]");
        await using var services = Services(HostCommands.Allowed);

        var result = await PerformAsync(services, """{"path":"src"}""");

        result.Output.GetProperty("licence").GetString().ShouldBe("MIT");
        result.Decisions.ShouldHaveSingleItem().Kind.ShouldBe("agent-command");
        var asked = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(_bench.Directory, "asked.json"), Token));
        (asked.GetProperty("agent").GetString(), asked.GetProperty("inputs").GetProperty("path").GetString()).ShouldBe(("legal", "src"));
        var seen = (await File.ReadAllLinesAsync(Path.Combine(_bench.Directory, "seen.txt"), Token)).Except(["PWD", "OLDPWD", "SHLVL"]);
        seen.ShouldBe(["AXLE_IDEMPOTENCY_KEY", "AXLE_RUN_ID", "AXLE_STEP", "AXLE_TEST_SHOWN", "PATH"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("echo oops >&2; exit 3", ErrorKind.Tool, "ended with exit code 3: oops")]
    [InlineData("echo '{\"error\":{\"kind\":\"overloaded\",\"message\":\"busy\"}}'; exit 1", ErrorKind.Overloaded, "failed: busy")]
    [InlineData("echo hello", ErrorKind.MalformedAnswer, "answered no JSON")]
    [InlineData("exec sleep 60", ErrorKind.Timeout, "did not end within 0.3 s and was killed")]
    [InlineData("x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo '{\"output\":{}}'", ErrorKind.Tool, "ended with exit code")]
    public async Task What_a_program_does_wrong_is_told_by_its_kind(string script, ErrorKind kind, string message)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The agents of this test are shell scripts with a limit of memory.");
        Program(script, kind == ErrorKind.Timeout ? "timeout: 300ms" : "timeout: 60s", "limits: {memory: 64MB}");
        await using var services = Services(HostCommands.Allowed);
        var error = (await Should.ThrowAsync<AxleException>(() => PerformAsync(services, "{}"))).Error;
        error.Message.ShouldContain(message);
        error.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(HostCommands.Refused, false, "this host starts none")]
    [InlineData(HostCommands.ByRun, false, "--allow-run")]
    [InlineData(HostCommands.ByRun, true, null)]
    public async Task A_program_is_started_only_where_run_steps_are(HostCommands policy, bool allowRun, string? refusal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The agents of this test are shell scripts.");
        Program("touch started; echo '{\"output\":{}}'");
        await using var services = Services(policy);
        if (refusal is null)
        {
            await PerformAsync(services, "{}", allowRun);
            return;
        }

        var error = (await Should.ThrowAsync<AxleException>(() => PerformAsync(services, "{}", allowRun))).Error;
        (error.Kind, File.Exists(Path.Combine(_bench.Directory, "started"))).ShouldBe((ErrorKind.Refused, false));
        error.Message.ShouldContain(refusal);
    }

    [Fact]
    public async Task A_class_of_the_host_is_an_agent_like_any_other()
    {
        await using var services = new ServiceCollection().AddAxle(Configure).AddAgent<Shouter>().Services.BuildServiceProvider();
        var route = services.GetRequiredService<AgentRouter>().Route(null, "shout-it");
        route.Agent.Id.ShouldBe("shouter");
        var asked = await services.GetRequiredService<AgentDesk>().AskAsync(
            services.GetRequiredService<AgentRouter>().Rank("shouter", "shout-it"), r => CallOf(r.Agent, """{"text":"ho"}""", false), 0, Token);
        asked.ToOutput().GetProperty("text").GetString().ShouldBe("HO");
    }

    [Fact]
    public async Task Shared_notes_are_there_after_a_restart()
    {
        var scope = MemoryScope.OfRun(new RunId("run-1"));
        await using (var services = Services(HostCommands.Refused))
        {
            await services.GetRequiredService<SharedMemory>().WriteAsync(scope, new NoteWrite("plan", JsonElement.Parse("[1]"), "amy") { Rule = ConflictRule.Merge }, Token);
        }

        await using var again = Services(HostCommands.Refused);
        var context = new ToolContext(_bench.Directory, false, "key", TimeProvider.System) { Caller = new ToolCaller { Run = "run-1", Agent = "bob" } };
        var read = await again.GetRequiredService<ToolCatalog>().InvokeAsync("memory.read", JsonElement.Parse("""{"name":"plan"}"""), context, Token);
        (read.GetProperty("author").GetString(), read.GetProperty("value").GetRawText()).ShouldBe(("amy", "[1]"));
    }

    [Fact]
    public async Task Two_processes_on_one_database_lose_no_notes()
    {
        var scope = MemoryScope.OfWorkspace(_bench.Directory);
        await using var one = Services(HostCommands.Refused);
        await using var two = Services(HostCommands.Refused);
        SharedMemory[] memories = [one.GetRequiredService<SharedMemory>(), two.GetRequiredService<SharedMemory>()];
        await memories[0].WriteAsync(scope, new NoteWrite("board", JsonElement.Parse("""{"list":[]}"""), "start") { Rule = ConflictRule.Merge }, Token);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var value = JsonElement.Parse($$"""{"list":[{{i}}]}""");
            await memories[i % 2].WriteAsync(scope, new NoteWrite("board", value, $"w{i}") { BasedOn = 1, Key = $"k{i}" }, Token);
        }, Token)));
        var note = (await memories[1].FindAsync(scope, "board", Token)).ShouldNotBeNull();
        note.Value.GetProperty("list").EnumerateArray().Select(static n => n.GetInt32()).Order().ShouldBe(Enumerable.Range(0, 40));
        note.Version.ShouldBe(41);
    }

    private void Program(string script, string command = "timeout: 60s", string more = "")
    {
        _bench.Write("legal.sh", script + "\n");
        _bench.Write(".axle/agents/legal.md", $$$"""
            ---
            id: legal
            name: Legal
            description: Knows licences.
            capabilities: [{name: licence review, confidence: 0.9, keywords: [licence]}]
            command:
              run: [sh, legal.sh]
              {{{command}}}
            {{{more}}}
            actions:
              review-it:
                description: Review the licences.
                inputs: {path: {type: string}}
            ---
            """);
    }

    private ServiceProvider Services(HostCommands policy) => new ServiceCollection().AddAxle(axle =>
    {
        Configure(axle);
        axle.HostCommands = policy;
    }).Services.BuildServiceProvider();

    private void Configure(AxleOptions axle) => (axle.ProjectDirectory, axle.HomeDirectory) = (_bench.Directory, null);

    private Task<AgentResult> PerformAsync(ServiceProvider services, string inputs, bool allowRun = false) =>
        services.GetRequiredService<AgentKinds>().PerformAsync(CallOf(services.GetRequiredService<AgentRegistry>().Get("legal"), inputs, allowRun), Token).AsTask();

    private AgentCall CallOf(AgentDefinition agent, string inputs, bool allowRun) => new()
    {
        Agent = agent,
        Action = agent.Actions[0],
        Inputs = JsonElement.Parse(inputs),
        Run = new RunId("run-1"),
        Step = "review",
        Place = new ToolContext(_bench.Directory, false, "run-1/review", TimeProvider.System),
        Attributes = allowRun
            ? System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(AxleOptions.AllowRunAttribute, "true")
            : System.Collections.Immutable.ImmutableDictionary<string, string>.Empty,
    };

    private sealed class Shouter : IAgent
    {
        public AgentDefinition Definition { get; } = new()
        {
            Id = "shouter",
            Name = "Shouter",
            Description = "Shouts.",
            Capabilities = [new AgentCapability("shouting", 0.9, ["shout", "loud"])],
            Actions = [new ActionDefinition { Name = "shout-it", Description = "Say it in capital letters." }],
        };

        public ValueTask<AgentResult> RunAsync(AgentCall call, CancellationToken cancellationToken) =>
            ValueTask.FromResult(AgentResult.Of(new { Text = call.Inputs.GetProperty("text").GetString()!.ToUpperInvariant() }));
    }
}
