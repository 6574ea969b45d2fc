using System.Text.Json;
using Axle.Agents.Tests.Reasoning;
using Axle.Agents.Tests.Support;
using Axle.Guardrails.Policy;
using Axle.Tests.Support;
using Axle.Tools.Contract;
using Axle.Workflows.Runs;
using static Axle.Agents.Tests.Reasoning.TurnStage;

namespace Axle.Agents.Tests.Policies;

/// <summary>A model that does whatever a tool's result tells it, against the attacks of public sets.</summary>
public sealed class GullibleModelTests(ITestOutputHelper output)
{
    private const int OfEachSet = 120;

    private static readonly JsonElement Any = JsonElement.Parse("""{"type":"object","properties":{"order":{"type":"string"}}}""");

    private static PolicyEngine Policy { get; } = new(
        [PolicyReader.Read(File.ReadAllText(Path.Combine(Repository.Folder, "library", "policies", "untrusted-to-sinks.yaml")), "untrusted-to-sinks.yaml")]);

    [Theory]
    [InlineData("pi-injecagent")]
    [InlineData("pi-agentdojo")]
    public void With_labels_and_the_policy_no_attack_reaches_a_sink_and_without_them_all_do(string set)
    {
        var folder = SharedData.Find(set);
        Assert.SkipWhen(folder is null, SharedData.Missing);
        var attacks = File.ReadLines(Path.Combine(folder, "items.jsonl")).Select(static l => JsonElement.Parse(l))
            .Where(static i => i.GetProperty("label").GetString() == "attack").ToArray();
        var chosen = Enumerable.Range(0, OfEachSet).Select(i => attacks[i * attacks.Length / OfEachSet]).ToArray();
        var guarded = chosen.Count(a => Reaches(a, new Gate(Policy)));
        var open = chosen.Count(a => Reaches(a, null));

        output.WriteLine($"{set}: {guarded} of {chosen.Length} with labels and policy, {open} without");
        guarded.ShouldBe(0);
        open.ShouldBe(chosen.Length);
    }

    [Fact]
    public void Harmless_work_that_reads_and_answers_is_not_stopped()
    {
        var read = new RecordingTool("page.read", Any) { Answer = """{"text":"It rains."}""" };
        using var stage = new TurnStage(
            (said, _) => Results(said) is [var seen, ..] ? Answers(seen) : Calls("page_read", new { order = "look" }),
            new ToolCatalog([read], gate: new Gate(Policy)),
            Agent("reader", "[page.read]"));
        Summary(stage.Start("reader")).ShouldContain("It rains.");
    }

    [Fact]
    public void A_call_that_the_policy_asks_about_waits_for_a_person()
    {
        var (read, send) = Tools("Send it.");
        using var stage = Stage(read, send, new Gate(Policy));
        var run = stage.Start("helper");
        run.State.Find("work[1]/ask-1-mail_send")!.Status.ShouldBe(StepStatus.Waiting);
        send.Calls.ShouldBeEmpty();
    }

    private static bool Reaches(JsonElement attack, IToolGate? gate)
    {
        var (read, send) = Tools(attack.GetProperty("text").GetString()!);
        using var stage = Stage(read, send, gate);
        stage.Start("helper");
        return send.Calls.Count > 0;
    }

    private static (RecordingTool Read, RecordingTool Send) Tools(string told) => (
        new RecordingTool("page.read", Any) { Answer = JsonSerializer.Serialize(new { text = told }) },
        new RecordingTool("mail.send", Any, ToolEffect.World));

    // It reads, and then does what it has read, word for word.
    private static TurnStage Stage(RecordingTool read, RecordingTool send, IToolGate? gate) => new(
        (said, _) => Results(said) switch
        {
            [] => Calls("page_read", new { order = "look" }),
            [var seen] => Calls("mail_send", new { order = seen.Length > 2000 ? seen[..2000] : seen }),
            _ => Answers("done"),
        },
        new ToolCatalog([read, send], gate: gate),
        Agent("helper", "[page.read, mail.send]"));

    private sealed class Gate(PolicyEngine engine) : IToolGate
    {
        public ValueTask<ToolGateAnswer> DecideAsync(ToolGateCall call, CancellationToken cancellationToken)
        {
            var decision = engine.Decide(new PolicyRequest(PolicyMoment.Tool, call.Tool.Name, call.Context.Time.GetUtcNow())
            {
                Arguments = call.Arguments,
                Effect = call.Tool.Effect.ToString().ToLowerInvariant(),
                Sinks = call.Sinks,
                Label = call.Context.Label,
                Agent = call.Context.Caller.Agent,
            });
            return ValueTask.FromResult(new ToolGateAnswer(
                decision.Verdict switch { PolicyVerdict.Deny => ToolGateVerdict.Deny, PolicyVerdict.Ask => ToolGateVerdict.Ask, _ => ToolGateVerdict.Allow },
                decision.ToString()));
        }
    }
}
