using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs;
using Axle.Workflows.Schedules;

namespace Axle.Workflows.Tests.Schedules;

public sealed class TriggerIntakeTests
{
    private readonly List<TriggeredStart> _starts = [];
    private readonly TriggerIntake _intake;

    public TriggerIntakeTests() => _intake = new TriggerIntake(
        (start, _) =>
        {
            if (start.Workflow.Name == "refused")
                throw new AxleException(ErrorKind.Validation, "input 'x' is missing");
            _starts.Add(start);
            return Task.CompletedTask;
        },
        static (name, _) => ValueTask.FromResult(name == "KEY" ? "It's a Secret to Everybody" : null),
        TimeProvider.System);

    [Fact]
    public async Task Fields_of_the_body_are_inputs_what_is_fixed_wins_and_other_fields_are_left_out()
    {
        var hook = Hook(new WebhookTrigger(null, null, With("""{"source": "hook"}""")));
        await Receive(hook, """{"branch": "main", "source": "body", "sender": {"id": 1}}""");
        _starts.ShouldHaveSingleItem().Inputs.ToString().ShouldBe("""{"branch":"main","source":"hook"}""");
    }

    [Fact]
    public async Task The_same_delivery_is_the_same_start_and_one_without_id_is_its_own()
    {
        var hook = Hook(new WebhookTrigger(null, null, null));
        await Receive(hook, "{}", "72d3162e-cc78");
        await Receive(hook, "{}");
        _starts.Select(static s => s.Key).ShouldBe(["webhook/hooked/72d3162e-cc78", null]);
    }

    [Fact]
    public async Task A_signed_body_is_taken_as_GitHub_signs_it()
    {
        // The example of GitHub's page "Validating webhook deliveries".
        var body = Encoding.UTF8.GetBytes("Hello, World!");
        WebhookSignature.Of(body, "It's a Secret to Everybody").ShouldBe("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        var hook = Hook(new WebhookTrigger(null, "KEY", null));
        var signature = WebhookSignature.Of("{}"u8, "It's a Secret to Everybody");
        await Receive(hook, "{}", signature: signature);
        await Receive(hook, "{}", signature: signature[7..].ToUpperInvariant());
        _starts.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(null, "not signed")]
    [InlineData("", "not that of this body")]
    [InlineData("sha256=00", "not that of this body")]
    [InlineData("sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "not that of this body")]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "not that of this body")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "not that of this body")]
    public async Task Without_the_right_signature_nothing_starts(string? signature, string what) =>
        await Refused(ErrorKind.Authentication, what, Hook(new WebhookTrigger(null, "KEY", null)), "{}", signature: signature);

    [Fact]
    public async Task A_secret_that_is_not_set_lets_nobody_in() =>
        await Refused(ErrorKind.Authentication, "'OTHER', which signs", Hook(new WebhookTrigger(null, "OTHER", null)), "{}", signature: "sha256=00");

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("[1]", "of kind Array")]
    [InlineData("null", "of kind Null")]
    [InlineData("""{"a":1,"a":2}""", "no JSON")]
    public async Task A_body_that_is_no_object_is_refused(string body, string what) =>
        await Refused(ErrorKind.Validation, what, Hook(new WebhookTrigger(null, null, null)), body);

    [Fact]
    public async Task A_body_that_is_too_large_or_too_deep_is_refused()
    {
        var hook = Hook(new WebhookTrigger(null, null, null));
        await Refused(ErrorKind.Validation, "takes at most 1048576", hook, $$"""{"a":"{{new string('x', TriggerIntake.LargestBody)}}"}""");
        await Refused(ErrorKind.Validation, "no JSON", hook, $$"""{"branch":{{new string('[', 100)}}{{new string(']', 100)}}}""");
    }

    [Fact]
    public async Task An_id_that_is_none_and_a_workflow_without_webhook_are_refused()
    {
        await Refused(ErrorKind.Validation, "1 to 200 characters", Hook(new WebhookTrigger(null, null, null)), "{}", new string('i', 201));
        await Refused(ErrorKind.NotFound, "has no webhook", Hook(null), "{}");
    }

    [Fact]
    public async Task An_event_starts_every_workflow_that_listens_and_one_that_cannot_start_hinders_none()
    {
        Workflow[] workflows =
        [
            Listener("refused", new EventTrigger("pushed", null)),
            Listener("a", new EventTrigger("pushed", null), new EventTrigger("pulled", null)),
            Listener("b", new EventTrigger("pulled", null)),
            Listener("c", new EventTrigger("pulled", null), new EventTrigger("pushed", With("""{"source": "event"}"""))),
        ];
        var happened = new NamedEvent("pushed", Payload.FromJson("""{"branch": "main", "more": 1}"""u8), "e1");
        var rows = await _intake.PublishAsync(happened, workflows, TestContext.Current.CancellationToken);
        rows.Select(static r => (r.Workflow, r.Start?.Key, r.Error?.Message)).ShouldBe(
            [("refused", null, "input 'x' is missing"), ("a", "event/pushed/0/e1", null), ("c", "event/pushed/1/e1", null)]);
        _starts.Select(static s => s.Inputs.ToString()).ShouldBe(["""{"branch":"main"}""", """{"branch":"main","source":"event"}"""]);
    }

    [Fact]
    public async Task The_data_of_an_event_is_an_object() =>
        (await Should.ThrowAsync<AxleException>(() => _intake.PublishAsync(new NamedEvent("pushed", Payload.Null), [], TestContext.Current.CancellationToken)))
            .Message.ShouldContain("JSON object");

    private static Template With(string json) => Template.Parse(JsonDocument.Parse(json).RootElement);

    private static Workflow Hook(WebhookTrigger? trigger) => Named("hooked") with { On = new Triggers([], trigger, []) };

    private static Workflow Listener(string name, params ImmutableArray<EventTrigger> events) => Named(name) with { On = new Triggers([], null, events) };

    private static Workflow Named(string name)
    {
        var reading = WorkflowReader.Read($"name: {name}\ninputs:\n  branch: {{ type: string }}\n  source: {{ type: string }}\nsteps:\n  - {{ key: s, tool: t }}\n", "test.yaml");
        return reading.Workflow ?? throw new InvalidOperationException(string.Join('\n', reading.Faults));
    }

    private Task<TriggeredStart> Receive(Workflow workflow, string body, string? id = null, string? signature = null) =>
        _intake.ReceiveAsync(workflow, new WebhookDelivery(Encoding.UTF8.GetBytes(body), id, signature), TestContext.Current.CancellationToken);

    private async Task Refused(ErrorKind kind, string what, Workflow workflow, string body, string? id = null, string? signature = null)
    {
        var error = (await Should.ThrowAsync<AxleException>(() => Receive(workflow, body, id, signature))).Error;
        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(what);
        _starts.ShouldBeEmpty();
    }
}
