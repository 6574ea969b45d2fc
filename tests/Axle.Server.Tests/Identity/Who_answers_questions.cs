using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Tests.Identity;

public sealed class Who_answers_questions
{
    private static readonly object Yes = new { decision = "approve" };

    [Theory]
    [InlineData("usr_ops")]
    [InlineData("ops")]
    [InlineData("OPS@example.org")]
    [InlineData("operator")]
    public async Task Who_is_named_by_id_name_address_or_role_answers(string assignee)
    {
        await using var team = await TeamServer.StartAsync();
        var (_, ops) = await team.MemberAsync("ops", Role.Operator);
        var run = await AskAsync(team, ops, assignee);

        Asked(await team.SendAsync("GET", "approvals", ops)).ShouldBe((true, true));
        (await team.SendAsync("POST", $"approvals/{run}/decision", ops, Yes)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_is_not_asked_does_not_answer_and_is_told_who_does()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, ops), (_, dev), (_, viewer)) = (
            await team.MemberAsync("ops", Role.Operator), await team.MemberAsync("dev", Role.Developer), await team.MemberAsync("vic", Role.Viewer));
        var run = await AskAsync(team, ops, "ops");

        foreach (var decision in (string[])["approve", "reject"])
        {
            var refused = await team.SendAsync("POST", $"approvals/{run}/decision", dev, new { decision });
            (refused.Status, refused.Text.Contains("asks ops", StringComparison.Ordinal)).ShouldBe((403, true));
        }

        Asked(await team.SendAsync("GET", "approvals", dev)).ShouldBe((false, false));
        Asked(await team.SendAsync("GET", "approvals", viewer)).ShouldBe((false, false));
        (await team.SendAsync("GET", $"runs/{run}", ops)).Body!["status"]!.GetValue<string>().ShouldBe("executing");
        (await team.SendAsync("POST", $"approvals/{run}/decision", ops, Yes)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_admin_answers_in_their_place_and_the_audit_says_so()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, ops), (_, admin), (_, other)) = (
            await team.MemberAsync("ops", Role.Operator), await team.MemberAsync("ada", Role.Admin), await team.MemberAsync("eve", Role.Admin, "acme"));
        var run = await AskAsync(team, ops, "night-shift");

        Asked(await team.SendAsync("GET", "approvals", admin)).ShouldBe((false, true));
        (await team.SendAsync("POST", $"approvals/{run}/decision", ops, Yes)).Status.ShouldBe(403);
        (await team.SendAsync("POST", $"approvals/{run}/decision", other, Yes)).Status.ShouldBe(404);
        (await team.SendAsync("POST", $"approvals/{run}/decision", admin, Yes)).Status.ShouldBe(200);

        var told = (await team.SendAsync("GET", "audit", admin)).Body!["items"]!.AsArray().Select(static e => e!["subject"]?.GetValue<string>());
        told.ShouldContain($"approve-in-their-place {run} ask");
    }

    [Fact]
    public async Task Who_is_asked_because_nobody_answered_answers_from_then_on()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, ops), (_, lead)) = (await team.MemberAsync("ops", Role.Operator), await team.MemberAsync("lead", Role.Operator));
        var run = await AskAsync(team, ops, "ops", "escalation: [{after: 1h, to: [dev]}, {after: 10ms, to: [lead]}]");
        await team.HappenedAsync<ApprovalEscalated>(run);

        var question = (await team.SendAsync("GET", "approvals", lead)).Body!["items"]![0]!;
        question["assignees"]!.AsArray().Select(static a => a!.GetValue<string>()).ShouldBe(["ops", "lead"]);
        (await team.SendAsync("POST", $"approvals/{run}/decision", lead, Yes)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_question_that_names_nobody_is_answered_by_whoever_may_decide()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, ops), (_, viewer)) = (await team.MemberAsync("ops", Role.Operator), await team.MemberAsync("vic", Role.Viewer));
        var run = await AskAsync(team, ops, "");

        Asked(await team.SendAsync("GET", "approvals", viewer)).ShouldBe((true, false));
        (await team.SendAsync("POST", $"approvals/{run}/decision", viewer, Yes)).Status.ShouldBe(403);
        (await team.SendAsync("POST", $"approvals/{run}/decision", ops, Yes)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_answer_to_a_question_that_was_asked_anew_since_is_refused()
    {
        await using var team = await TeamServer.StartAsync();
        var (_, ops) = await team.MemberAsync("ops", Role.Operator);
        var run = await AskAsync(team, ops, "");
        var first = await QuestionAsync();
        (await team.SendAsync("POST", $"approvals/{run}/decision", ops, new { decision = "reject", questionId = first })).Status.ShouldBe(200);
        await team.HappenedAsync<RunFailed>(run);
        (await team.SendAsync("POST", $"runs/{run}/resume", ops, new { })).Status.ShouldBe(200);
        await team.AskedAsync(run, times: 2);

        var late = await team.SendAsync("POST", $"approvals/{run}/decision", ops, new { decision = "approve", questionId = first });
        (late.Status, late.Body!["code"]!.GetValue<string>()).ShouldBe((409, "askedAnew"));
        (await team.SendAsync("POST", $"approvals/{run}/decision", ops, new { decision = "approve", step = "ask", questionId = first })).Status.ShouldBe(409);
        (await QuestionAsync()).ShouldNotBe(first);
        (await team.SendAsync("POST", $"approvals/{run}/decision", ops, new { decision = "approve", questionId = await QuestionAsync() })).Status.ShouldBe(200);

        async Task<string> QuestionAsync() =>
            (await team.SendAsync("GET", $"approvals?run={run}", ops)).Body!["items"]![0]!["questionId"]!.GetValue<string>();
    }

    [Fact]
    public async Task An_id_that_two_questions_share_answers_neither_without_the_step()
    {
        await using var team = await TeamServer.StartAsync();
        var (_, ops) = await team.MemberAsync("ops", Role.Operator);
        var workflow = team.Write("""
            name: asking
            steps:
              - key: both
                parallel:
                  one: [{key: first, approval: {message: One?}}]
                  two: [{key: second, approval: {message: Two?}}]
            """);
        var run = (await team.SendAsync("POST", "runs", ops, new { workflow })).Body!["id"]!.GetValue<string>();
        await team.AskedAsync(run, times: 2);
        var open = (await team.SendAsync("GET", $"approvals?run={run}", ops)).Body!["items"]!.AsArray();
        open.Select(static q => q!["questionId"]!.GetValue<string>()).Distinct().ShouldHaveSingleItem();
        var (questionId, step) = (open[1]!["questionId"]!.GetValue<string>(), open[1]!["step"]!.GetValue<string>());

        var unclear = await team.SendAsync("POST", $"approvals/{run}/decision", ops, new { decision = "approve", questionId });
        (unclear.Status, unclear.Text.Contains("Name one in", StringComparison.Ordinal)).ShouldBe((400, true));
        (await team.SendAsync("GET", $"approvals?run={run}", ops)).Body!["items"]!.AsArray().Count.ShouldBe(2);
        (await team.SendAsync("POST", $"approvals/{run}/decision", ops, new { decision = "approve", questionId, step })).Status.ShouldBe(200);
    }

    private static async Task<string> AskAsync(TeamServer team, string key, string assignee, string more = "")
    {
        var workflow = team.Write($"""
            name: asking
            steps:
              - key: ask
                approval:
                  message: Now?
                  {(assignee.Length > 0 ? $"assignees: [{assignee}]" : "")}
                  {more}
            """);
        var started = await team.SendAsync("POST", "runs", key, new { workflow });
        started.Status.ShouldBe(202, started.Text);
        var run = started.Body!["id"]!.GetValue<string>();
        await team.AskedAsync(run);
        return run;
    }

    private static (bool IsAsked, bool MayAnswer) Asked((int Status, JsonNode? Body, string Text) answer)
    {
        var question = answer.Body!["items"]!.AsArray().ShouldHaveSingleItem()!;
        return (question["isAsked"]!.GetValue<bool>(), question["mayAnswer"]!.GetValue<bool>());
    }
}
