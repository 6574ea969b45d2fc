using Axle.Agents.Definition;
using Axle.Models.Guarding;

namespace Axle.Agents.Tests.Definition;

public sealed class OutsideAgentFileTests
{
    private const string Rest = """
        id: legal
        name: Legal
        description: Knows licences.
        capabilities: [{name: licence review, confidence: 0.9, keywords: [licence]}]
        """;

    [Fact]
    public void A_remote_agent_needs_no_prompt_and_no_instructions()
    {
        var agent = Read("""
            priority: 20
            limits: {concurrency: 4, waiting: 9, tokens: 200000}
            remote:
              url: https://agents.example.com/legal
              headers: {Authorization: env:LEGAL_TOKEN}
              timeout: 90s
            actions:
              review: {description: Review the licences.}
            """).Agent.ShouldNotBeNull();
        agent.Remote.ShouldNotBeNull();
        (agent.Remote.Url.Host, agent.Remote.Timeout, agent.Remote.Headers["authorization"]).ShouldBe(("agents.example.com", TimeSpan.FromSeconds(90), "env:LEGAL_TOKEN"));
        agent.Limits.ShouldBe(new AgentLimits { Concurrency = 4, Waiting = 9, Tokens = 200_000 });
        (agent.Priority, agent.Actions[0].Prompt).ShouldBe((20, ""));
    }

    [Fact]
    public void What_an_agent_says_of_escalation_goes_over_what_is_said_in_general()
    {
        var agent = Read("""
            guardrails: {escalation: {failures: 7, usd: 0.5}}
            remote: {url: "https://agents.example.com/legal"}
            actions:
              review: {description: Review the licences.}
            """).Agent.ShouldNotBeNull();
        var general = new EscalationOptions { For = EscalationScope.Runs, Failures = 2, Confidence = 0.9 };
        agent.Guardrails.Escalation(general).ShouldBe(general with { Failures = 7, Usd = 0.5m });
        agent.Guardrails.Output.ShouldBeNull();
    }

    [Fact]
    public void A_program_is_an_agent()
    {
        var agent = Read("""
            limits: {memory: 256MB}
            command: {run: [python3, tools/legal.py, --fast], environment: [LANG]}
            actions:
              review: {description: Review the licences., output: review}
            """).Agent.ShouldNotBeNull();
        agent.Command.ShouldNotBeNull();
        agent.Command.Words.ShouldBe(["python3", "tools/legal.py", "--fast"]);
        agent.Command.Environment.ShouldBe(["LANG"]);
        agent.Command.Timeout.ShouldBe(AgentCommand.DefaultTimeout);
        agent.Limits.Memory.ShouldBe(256L << 20);
    }

    [Theory]
    [InlineData("remote: {url: ftp://x}", "must be an address that begins with https://, http://, wss://")]
    [InlineData("remote: {url: 'https://me:secret@x.y'}", "without user and password")]
    [InlineData("remote: {url: https://x.y, headers: {Host: z}}", "'Host' is no header with a value")]
    [InlineData("remote: {url: https://x.y, timeout: 2}", "'timeout' must be a time up to 1 h")]
    [InlineData("remote: {url: https://x.y, timeout: 2h}", "'timeout' must be a time up to 1 h")]
    [InlineData("command: {run: []}", "must be a list of the program")]
    [InlineData("command: {run: [a], environment: ['A=b']}", "'A=b' is no name")]
    [InlineData("{a: b}", "this is not YAML")]
    [InlineData("priority: 1000", "'priority' must be a whole number from -100 to 100")]
    [InlineData("limits: {memory: 1GB}", "'memory' limits the program")]
    [InlineData("limits: {concurrency: 0}", "'concurrency' must be a whole number from 1 to 10000")]
    [InlineData("limits: {rooms: 3}", "has no key 'rooms'")]
    [InlineData("guardrails: {output: {secrets: hide}}", "guardrails.output.secrets: Must be off, warn, sanitise")]
    [InlineData("guardrails: {output: {secret: block}}", "Did you mean 'secrets'?")]
    [InlineData("guardrails: {escalation: {failures: 0}}", "guardrails.escalation.failures: Must be a whole number of failures from 1 to 100")]
    [InlineData("guardrails: {prompts: off}", "Known are: output, escalation")]
    [InlineData("guardrails: off", "Must be a mapping of settings")]
    public void Faults_say_what_to_write(string line, string message) =>
        Read($$"""
            {{line}}
            actions:
              review: {description: Review the licences., prompt: Do it.}
            """).Faults.ShouldContain(fault => fault.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("{description: D, prompt: Do it.}", "asks no model, so it has no 'prompt'")]
    [InlineData("{description: D, tool: files.read}", "the agent is remote or a command")]
    [InlineData("{description: D, with: {a: 1}}", "has 'with' but no 'tool'")]
    public void Actions_of_outside_agents_ask_no_model(string action, string message) =>
        Read($$"""
            tools: [files.read]
            remote: {url: https://x.y}
            command: {run: [a]}
            actions:
              review: {{action}}
            """).Faults.Select(static f => f.Message).ShouldContain(m => m.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void An_agent_lives_in_one_place() =>
        Read("""
            remote: {url: https://x.y}
            command: {run: [a]}
            actions:
              review: {description: D}
            """).Faults.ShouldHaveSingleItem().Message.ShouldContain("either remote or a command");

    private static AgentReading Read(string more) => AgentFile.Read("legal.md", $"---\n{Rest}\n{more}\n---\n");
}
