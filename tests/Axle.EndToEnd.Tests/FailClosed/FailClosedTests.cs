using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Axle.EndToEnd.Tests.Attacks;
using Axle.Guardrails.Input;
using Axle.Guardrails.Policy;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.EndToEnd.Tests.FailClosed;

/// <summary>Whoever decides is killed: nothing passes that was not decided about, and the run says why it went no further.</summary>
public sealed class FailClosedTests
{
    private const string Sends = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: act, tool: mail.send, with: {order: "Go."}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_policy_server_that_is_away_lets_nothing_pass_and_the_step_says_so()
    {
        await using var office = new Office("  policyServer: {url: \"http://127.0.0.1:1\"}", []);
        var run = await office.RunAsync(Sends, "0", Stop);
        office.Mail.Sent.ShouldBe(0);
        run.Status.ShouldBe(RunStatus.Failed);
        run.Find("act")!.Error!.Message.ShouldContain("The policy server cannot be reached.");
        run.Find("act")!.Decisions.ShouldContain(static d => d.Kind == "guard-decided" && d.Summary.Contains("deny by policy:opa"));
    }

    [Fact]
    public async Task A_policy_server_that_dies_while_it_is_asked_lets_nothing_pass()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var dying = DieWhenAskedAsync(listener);
        await using var office = new Office($"  policyServer: {{url: \"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}\", timeout: 20s}}", []);
        var run = await office.RunAsync(Sends, "0", Stop);
        office.Mail.Sent.ShouldBe(0);
        run.Find("act")!.Error!.Kind.ShouldBe(ErrorKind.Refused);
        listener.Stop();
        await dying;
    }

    [Fact]
    public async Task Where_that_is_said_what_cannot_be_asked_may_happen()
    {
        await using var office = new Office("  policyServer: {url: \"http://127.0.0.1:1\", whenUnreachable: allow}", []);
        (await office.RunAsync(Sends, "0", Stop)).Status.ShouldBe(RunStatus.Completed);
        office.Mail.Sent.ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_file_that_cannot_be_read_lets_nothing_pass()
    {
        await using var office = new Office("policy: broken\nrules:\n  - {id: a, wen: {tool: mail.send}, then: deny}\n");
        var run = await office.RunAsync(Sends, "0", Stop);
        office.Mail.Sent.ShouldBe(0);
        run.Status.ShouldBe(RunStatus.Failed);
        run.Find("act")!.Error!.Message.ShouldContain("wen");
    }

    [Theory]
    [InlineData("true", RunStatus.Failed)]
    [InlineData("false", RunStatus.Completed)]
    public async Task A_judge_that_breaks_has_not_judged(string failClosed, RunStatus status)
    {
        await using var office = new Office($"  failClosed: {failClosed}\n  output: {{groundedness: block}}", []);
        var run = await office.RunAsync(
            """
            name: work
            inputs: {page: {type: string}}
            steps:
              - {key: think, prompt: "Say: the judge breaks.", with: {source: "The page."}}
            """,
            "0", Stop);
        run.Status.ShouldBe(status);
        run.Find("think")!.Decisions.ShouldContain(static d => d.Summary.Contains("not-judged"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_runs_it_reads_which_judge_broke_and_others_read_that_it_was_declined(bool explains)
    {
        foreach (var (settings, guard) in new[]
        {
            ("  output: {groundedness: block}", "groundedness: not-judged, its judge "),
            ("  runs: block\n  results: off", "input-guard: check-failed, its judge failed: the judge is away."),
        })
        {
            await using var office = new Office(settings, [], BreakJudge, explains);
            var run = await office.RunAsync(
                """
                name: work
                inputs: {page: {type: string}}
                steps:
                  - {key: think, prompt: "Say: the judge breaks.", with: {source: "The page."}}
                """,
                "0", Stop);
            var said = run.Find("think")!.Error!;
            said.Kind.ShouldBe(ErrorKind.Refused);
            said.Message.ShouldContain("declined by the rules of this service");
            said.Message.Contains($"Stopped by {guard}", StringComparison.Ordinal).ShouldBe(explains, said.Message);
            said.Message.Contains("judge", StringComparison.Ordinal).ShouldBe(explains, said.Message);
        }
    }

    [Fact]
    public async Task A_process_that_dies_in_the_middle_of_a_decision_asks_again_and_does_what_it_is_told_then()
    {
        var decider = new Dying();
        await using var office = new Office("", [], services => services.AddSingleton<IPolicyDecider>(decider));
        var host = new WorkflowTestHost(office.Services.GetRequiredService<IStepHandler>());
        decider.Die = host.Crash;
        var run = host.Start(new StartRun(WorkflowBuilder.Create("work").Step("act", static s => s.Tool("mail.send").With("order", "Go.")).Build())
        {
            Attributes = ImmutableDictionary<string, string>.Empty.Add("workspace", office.Folder).Add("apply", "true"),
        });
        decider.Asked.ShouldBe(2);
        office.Mail.Sent.ShouldBe(0);
        run.State.Status.ShouldBe(RunStatus.Failed);
    }

    private static void BreakJudge(IServiceCollection services)
    {
        services.AddSingleton(new InputGuard(new InputGuardOptions { JudgeFrom = 0, JudgeBelow = 1.1 }, TimeProvider.System, new BrokenJudge()));
    }

    private static async Task DieWhenAskedAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(Stop);
                await client.GetStream().ReadExactlyAsync(new byte[16], Stop);
                client.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private sealed class BrokenJudge : IInputJudge
    {
        public Task<double> JudgeAsync(string text, TextSource source, CancellationToken cancellationToken) =>
            throw new AxleException(ErrorKind.Network, "the judge is away.");
    }

    /// <summary>Dies with its process when it is first asked, and denies afterwards.</summary>
    private sealed class Dying : IPolicyDecider
    {
        public Action? Die { get; set; }

        public int Asked { get; private set; }

        public ValueTask<PolicyDecision> DecideAsync(PolicyRequest request, CancellationToken cancellationToken)
        {
            if (++Asked > 1)
                return ValueTask.FromResult(new PolicyDecision(PolicyVerdict.Deny, "late", "1", "no", "No.", ""));
            Die!();
            return new ValueTask<PolicyDecision>(new TaskCompletionSource<PolicyDecision>().Task.WaitAsync(cancellationToken));
        }
    }
}
