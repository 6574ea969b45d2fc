using System.Net.WebSockets;
using System.Text;
using Axle.Identity.Access;
using Axle.Identity.Tenants;
using Axle.Privacy;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Identity;

public sealed class Masked_views
{
    private const string Mail = "customer@example.org";
    private const string Phone = "+49 170 1234567";
    private const string Mask = "[masked: EMAIL_ADDRESS]";

    private const string Workflow = """
        name: tell
        inputs: {word: {type: string}}
        variables: {said: ""}
        steps:
          - {key: chat, set: {said: "${{ inputs.word }}"}}
          - key: ask
            dependsOn: [chat]
            approval: {message: "Write to ${{ inputs.word }}?", parameters: {to: "${{ inputs.word }}"}, editable: [to]}
        """;

    [Fact]
    public async Task Personal_data_of_others_runs_is_masked_for_those_without_the_right_at_every_door_that_shows_it()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, dev), (_, viewer)) = (
            await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("dev", Role.Developer), await team.MemberAsync("vic", Role.Viewer));
        var run = await StartAsync(team, dev);
        var fork = (await team.SendAsync("POST", $"runs/{run}/forks", admin, new { at = "1" })).Body!;

        foreach (var door in Doors(team, run))
        {
            var masked = await team.SendAsync("GET", door, viewer);
            masked.Status.ShouldBe(200, door);
            masked.Text.ShouldNotContain(Mail, Case.Insensitive, door);
            masked.Text.ShouldNotContain("1234567", Case.Insensitive, door);
            (await team.SendAsync("GET", door, admin)).Text.Contains(Mask, StringComparison.Ordinal).ShouldBeFalse(door);
        }

        var shown = await team.SendAsync("GET", $"runs/{run}", viewer);
        shown.Body!["inputs"]!["word"]!.GetValue<string>().ShouldBe($"{Mask} or [masked: PHONE_NUMBER]");
        shown.Body["id"]!.GetValue<string>().ShouldBe(run);
        (await team.SendAsync("GET", $"runs/{run}", dev)).Text.ShouldContain(Mail, Case.Sensitive, "one's own run is whole");
        (await team.SendAsync("GET", $"runs/{run}", admin)).Text.ShouldContain(Mail);
        fork.ToJsonString().ShouldNotContain("masked");
    }

    [Fact]
    public async Task Who_may_answer_a_question_sees_what_is_asked_and_a_mask_is_never_taken_for_a_value()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, op), (_, viewer)) = (
            await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("olly", Role.Operator), await team.MemberAsync("vic", Role.Viewer));
        var run = await StartAsync(team, admin);

        (await team.SendAsync("GET", "approvals", op)).Text.ShouldContain(Mail);
        (await team.SendAsync("GET", "approvals", viewer)).Text.ShouldNotContain(Mail);
        (await team.SendAsync("GET", $"runs/{run}", op)).Text.ShouldNotContain(Mail);
        var edited = new { at = "1", steps = new { chat = new { word = $"ask {Mask}" } } };
        var refused = await team.SendAsync("POST", $"runs/{run}/forks", op, edited);
        (refused.Status, refused.Text.Contains("do not see", StringComparison.Ordinal)).ShouldBe((403, true));
    }

    [Fact]
    public async Task A_comparison_of_ones_own_run_with_anothers_is_masked()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, dev)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("dev", Role.Developer));
        var (own, others) = (await StartAsync(team, dev, "nobody"), await StartAsync(team, admin));

        (await team.SendAsync("GET", $"runs/{own}/diff?with={others}", dev)).Text.ShouldNotContain(Mail);
        (await team.SendAsync("GET", $"runs/{others}/diff?with={own}", dev)).Text.ShouldNotContain(Mail);
        (await team.SendAsync("GET", $"runs/{own}/diff?with={others}", admin)).Text.ShouldContain(Mail);
    }

    [Fact]
    public void A_name_says_nothing_about_a_value_below_what_users_said()
    {
        const string Json = """{"id":"run-1234567890123","inputs":{"id":"DE89370400440532013000","in":[{"path":"DE89370400440532013000"}]},"run":"run-1234567890123"}""";

        var masked = Encoding.UTF8.GetString(new PersonalDataMask().Json(Encoding.UTF8.GetBytes(Json)));

        masked.ShouldBe("""{"id":"run-1234567890123","inputs":{"id":"[masked: IBAN_CODE]","in":[{"path":"[masked: IBAN_CODE]"}]},"run":"run-1234567890123"}""");
    }

    [Fact]
    public async Task A_live_stream_is_masked_as_the_page_is()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, viewer)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("vic", Role.Viewer));
        var run = await StartAsync(team, admin);

        (await team.WatchAsync(viewer, run)).ShouldSatisfyAllConditions(static t => t.ShouldContain(Mask), static t => t.ShouldNotContain(Mail));
        (await team.WatchAsync(admin, run)).ShouldContain(Mail);
    }

    [Fact]
    public async Task A_live_stream_ends_when_its_watcher_may_see_less_than_when_it_began()
    {
        await using var team = await TeamServer.StartAsync();
        var (id, key) = await team.MemberAsync("zoe", Role.Admin);
        using var socket = await team.OpenLiveAsync(key);
        await team.Identity.SetRoleAsync(new Member(Scope.DefaultTenant, id, Role.Viewer), TestContext.Current.CancellationToken);

        // Signs of life, until the server looks again.
        await Should.ThrowAsync<WebSocketException>(async () =>
        {
            while (true)
                await socket.ReceiveAsync(new byte[4096].AsMemory(), TestContext.Current.CancellationToken);
        });
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task A_fork_of_anothers_run_has_the_roles_of_the_forker_and_shows_them_no_more(string at)
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (id, op)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("olly", Role.Operator));
        var run = await StartAsync(team, admin);

        var fork = (await team.SendAsync("POST", $"runs/{run}/forks", op, new { at })).Body!["id"]!.GetValue<string>();
        (await team.SendAsync("GET", $"runs/{fork}", op)).Text.ShouldNotContain(Mail);
        var reader = team.Services.GetRequiredService<WorkflowEngine>().Reader;
        var state = await reader.StateAsync(new RunId(fork), null, TestContext.Current.CancellationToken);

        (state.Attributes["user"], state.Attributes["roles"]).ShouldBe((id, "viewer operator"));
    }

    private static IEnumerable<string> Doors(TeamServer team, string run) => team.Endpoints
        .Where(static e => e.Method == "GET" && e.Route.StartsWith("/api/v1/", StringComparison.Ordinal) && !e.Route.EndsWith("/live", StringComparison.Ordinal))
        .Select(static e => e.Route["/api/v1/".Length..].TrimEnd('/'))
        .Where(static r => r.StartsWith("runs", StringComparison.Ordinal) || r is "approvals" or "dead-letters" or "overview")
        .Where(static r => !r.EndsWith("/chat", StringComparison.Ordinal))
        .Select(r => r.Replace("{id}", run, StringComparison.Ordinal).Replace("{**path}", "chat", StringComparison.Ordinal))
        .Select(r => r.EndsWith("/diff", StringComparison.Ordinal) ? $"{r}?with={run}" : r);

    private static async Task<string> StartAsync(TeamServer team, string key, string word = $"{Mail} or {Phone}")
    {
        var started = await team.SendAsync("POST", "runs", key, new { workflow = team.Write(Workflow), inputs = new { word } });
        started.Status.ShouldBe(202, started.Text);
        var run = started.Body!["id"]!.GetValue<string>();
        await team.AskedAsync(run);
        return run;
    }
}
