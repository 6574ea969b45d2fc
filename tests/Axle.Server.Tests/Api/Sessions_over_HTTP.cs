using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Server.Tests.Identity;

namespace Axle.Server.Tests.Api;

/// <summary>Sessions that were handed to a person, on the real server: looked at, let go on, ended and forgotten.</summary>
public sealed class Sessions_over_HTTP
{
    /// <summary>A program that fails until somebody makes it well, and answers what it was told.</summary>
    private const string Clerk = """
        ---
        id: clerk
        name: Clerk
        description: Does clerk.
        capabilities: [{name: clerk work, confidence: 0.9, keywords: [clerk]}]
        actions: {look: {description: Look.}}
        command: {run: [sh, -c, "cat well 2>/dev/null || cat unwell"]}
        guardrails: {escalation: {failures: 1}}
        ---
        """;

    private static readonly object Said = new { message = "Write to bob@example.org.", session = "talk" };

    [Fact]
    public async Task A_session_is_listed_shown_with_its_summary_and_let_go_on()
    {
        await using var team = await StartAsync();
        var ((ann, annsKey), (_, viewer)) = (await team.MemberAsync("ann", Role.Operator), await team.MemberAsync("vic", Role.Viewer));
        var run = await HandedOverAsync(team, annsKey);

        var listed = (await team.SendAsync("GET", "sessions?status=open", viewer)).Body!["items"]!.AsArray().ShouldHaveSingleItem()!;
        var id = listed["id"]!.GetValue<string>();
        var shown = (await team.SendAsync("GET", $"sessions/{id}", annsKey)).Body!;
        var approval = (await team.SendAsync("GET", "approvals", annsKey)).Body!["items"]!.AsArray().ShouldHaveSingleItem()!;
        await File.WriteAllTextAsync(Path.Combine(team.Folder, "well"), """{"output":{"summary":"done","done":true}}""", TestContext.Current.CancellationToken);
        var refused = await team.SendAsync("POST", $"sessions/{id}/resume", viewer);
        var resumed = await team.SendAsync("POST", $"sessions/{id}/resume", annsKey, new { comment = "Again." });
        await team.EndAsync(run);

        (listed["session"]!.GetValue<string>(), listed["user"]!.GetValue<string>(), listed["reason"]!.GetValue<string>()).ShouldBe(("talk", ann, "failures"));
        shown["summary"]!.GetValue<string>().ShouldContain("Asked: Write to bob@example.org.");
        shown["saved"]!["task"]!.GetValue<string>().ShouldBe("Write to bob@example.org.");
        shown["questions"]!.AsArray().ShouldHaveSingleItem()!["run"]!.GetValue<string>().ShouldBe(run);
        approval["session"]!.GetValue<string>().ShouldBe(id, "the question leads to its session");
        refused.Status.ShouldBe(403);
        resumed.Status.ShouldBe(200, resumed.Text);
        resumed.Body!["answered"]!.AsArray().ShouldHaveSingleItem()!["run"]!.GetValue<string>().ShouldBe(run);
        (await team.SendAsync("GET", $"runs/{run}", annsKey)).Body!["status"]!.GetValue<string>().ShouldBe("completed");
        (await team.SendAsync("GET", "sessions", annsKey)).Body!["items"]!.AsArray().ShouldBeEmpty();
        var after = (await team.SendAsync("GET", $"sessions/{id}", annsKey)).Body!;
        (after["session"]!["status"]!.GetValue<string>(), after["questions"]!.AsArray().Count).ShouldBe(("closed", 0));
        after["summary"]!.GetValue<string>().ShouldContain("Asked: Write to bob@example.org.", Case.Sensitive, "it can be looked at afterwards");
        (await team.SendAsync("POST", $"sessions/{id}/resume", annsKey)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task A_session_that_is_ended_takes_nothing_more_until_it_is_forgotten()
    {
        await using var team = await StartAsync();
        var (_, key) = await team.MemberAsync("ann", Role.Operator);
        var run = await HandedOverAsync(team, key);
        var id = await IdAsync(team, key);

        (await team.SendAsync("POST", $"sessions/{id}/end", key, new { comment = "" })).Status.ShouldBe(400);
        var ended = await team.SendAsync("POST", $"sessions/{id}/end", key, new { comment = "Enough of it." });
        await team.EndAsync(run);
        await File.WriteAllTextAsync(Path.Combine(team.Folder, "well"), """{"output":{"summary":"done","done":true}}""", TestContext.Current.CancellationToken);

        ended.Body!["session"]!["status"]!.GetValue<string>().ShouldBe("ended");
        (await team.SendAsync("GET", $"runs/{run}", key)).Text.ShouldContain("Enough of it.");
        (await team.SendAsync("GET", $"sessions/{id}", key)).Body!["saved"]!["task"]!.GetValue<string>()
            .ShouldBe("Write to bob@example.org.", "what was ended can be looked at");
        (await SayAsync(team, key)).Text.ShouldContain("was ended");
        (await team.SendAsync("POST", $"sessions/{id}/resume", key)).Status.ShouldBe(409);
        (await team.SendAsync("DELETE", $"sessions/{id}", key)).Status.ShouldBe(204);
        (await team.SendAsync("DELETE", $"sessions/{id}", key)).Status.ShouldBe(404);
        (await SayAsync(team, key)).Text.ShouldNotContain("RUN_ERROR");
    }

    [Fact]
    public async Task Sessions_that_a_person_has_come_before_those_that_were_ended_later()
    {
        await using var team = await StartAsync();
        var (_, key) = await team.MemberAsync("ann", Role.Operator);
        await HandedOverAsync(team, key);
        var first = await IdAsync(team, key);
        await team.TalkUntilAskedAsync("clerk", key, new { message = "Write to eve.", session = "other" });
        var later = (await ListedAsync(team, key)).Single(s => s.Id != first).Id;

        (await team.SendAsync("POST", $"sessions/{later}/end", key, new { comment = "Enough of it." })).Status.ShouldBe(200);
        var page = (await team.SendAsync("GET", "sessions?limit=1", key)).Body!;
        var rest = (await team.SendAsync("GET", $"sessions?limit=1&cursor={page["next"]}", key)).Body!;

        (await ListedAsync(team, key)).ShouldBe([(first, "open"), (later, "ended")]);
        page["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe(first);
        rest["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe(later);
    }

    [Fact]
    public async Task Nobody_sees_or_decides_about_sessions_of_another_tenant_and_who_may_not_decide_sees_masks()
    {
        await using var team = await StartAsync();
        var ((_, key), (_, viewer), (_, other)) = (
            await team.MemberAsync("ann", Role.Operator), await team.MemberAsync("vic", Role.Viewer), await team.MemberAsync("eve", Role.Admin, "acme"));
        await HandedOverAsync(team, key);
        var id = await IdAsync(team, key);

        (await team.SendAsync("GET", "sessions", other)).Body!["items"]!.AsArray().ShouldBeEmpty();
        foreach (var (method, address) in new[] { ("GET", ""), ("POST", "/resume"), ("DELETE", "") })
            (await team.SendAsync(method, $"sessions/{id}{address}", other)).Status.ShouldBe(404, $"{method} {address}");
        (await team.SendAsync("POST", $"sessions/{id}/end", other, new { comment = "Mine." })).Status.ShouldBe(404);
        (await team.SendAsync("GET", $"sessions/{id}", viewer)).Text.ShouldSatisfyAllConditions(
            static t => t.ShouldContain("[masked: EMAIL_ADDRESS]"), static t => t.ShouldNotContain("bob@example.org"));
        (await team.SendAsync("GET", $"sessions/{id}", key)).Text.ShouldContain("bob@example.org", Case.Sensitive, "who may answer sees what is asked");
    }

    [Fact]
    public async Task A_session_whose_question_names_people_is_let_go_on_and_ended_by_them_and_in_their_place_by_an_admin()
    {
        await using var team = await StartAsync(Clerk.Replace("failures: 1", "failures: 1, assignees: [ops]", StringComparison.Ordinal));
        var ((_, dev), (_, ops), (_, admin)) = (
            await team.MemberAsync("dev", Role.Developer), await team.MemberAsync("ops", Role.Operator), await team.MemberAsync("ada", Role.Admin));
        await HandedOverAsync(team, dev);
        var id = await IdAsync(team, dev);

        foreach (var (key, asked, may) in new[] { (dev, false, false), (ops, true, true), (admin, false, true) })
        {
            var question = (await team.SendAsync("GET", $"sessions/{id}", key)).Body!["questions"]!.AsArray().ShouldHaveSingleItem()!;
            (question["isAsked"]!.GetValue<bool>(), question["mayAnswer"]!.GetValue<bool>()).ShouldBe((asked, may));
        }

        foreach (var (deed, said) in new (string, object)[] { ("resume", new { guidance = "Look again." }), ("end", new { comment = "Enough of it." }) })
        {
            var refused = await team.SendAsync("POST", $"sessions/{id}/{deed}", dev, said);
            (refused.Status, refused.Text.Contains("asks ops at step", StringComparison.Ordinal)).ShouldBe((403, true), $"{deed}: {refused.Text}");
        }

        var untouched = (await team.SendAsync("GET", $"sessions/{id}", dev)).Body!;
        (untouched["session"]!["status"]!.GetValue<string>(), untouched["questions"]!.AsArray().Count).ShouldBe(("open", 1));
        var resumed = await team.SendAsync("POST", $"sessions/{id}/resume", ops, new { guidance = "Look again." });
        resumed.Status.ShouldBe(200, resumed.Text);
        // The clerk fails again, and the session is handed over once more.
        await team.AskedAsync(resumed.Body!["answered"]![0]!["run"]!.GetValue<string>(), 2);
        (await team.SendAsync("POST", $"sessions/{id}/end", admin, new { comment = "Enough of it." })).Body!["session"]!["status"]!.GetValue<string>().ShouldBe("ended");
    }

    private static Task<TeamServer> StartAsync(string clerk = Clerk) => TeamServer.StartAsync(configure: axle =>
    {
        axle.HostCommands = HostCommands.Allowed;
        var agents = Directory.CreateDirectory(Path.Combine(axle.ProjectDirectory, ".axle", "agents"));
        File.WriteAllText(Path.Combine(agents.FullName, "clerk.md"), clerk);
        File.WriteAllText(Path.Combine(axle.ProjectDirectory, "unwell"), """{"error":{"kind":"refused","message":"I will not."}}""");
    });

    private static Task<string> HandedOverAsync(TeamServer team, string key) => team.TalkUntilAskedAsync("clerk", key, Said);

    private static async Task<string> IdAsync(TeamServer team, string key) =>
        (await team.SendAsync("GET", "sessions", key)).Body!["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>();

    private static async Task<(string Id, string Status)[]> ListedAsync(TeamServer team, string key) =>
        [.. (await team.SendAsync("GET", "sessions", key)).Body!["items"]!.AsArray().Select(static s => (s!["id"]!.GetValue<string>(), s["status"]!.GetValue<string>()))];

    private static Task<(int Status, JsonNode? Body, string Text)> SayAsync(TeamServer team, string key) =>
        team.SendAsync("POST", "agents/clerk/chat", key, Said);
}
