using System.Text;
using System.Text.Json;
using Axle.Agents.Escalation;
using Axle.Agents.Memory;
using Axle.Hosting;
using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Sessions;
using Axle.Models.Ledger;
using Axle.Workflows.Archive;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Identity;

public sealed class One_persons_data
{
    private const string Ann = "ann@example.org";

    private const string Workflow = """
        name: tell
        inputs: {word: {type: string}}
        steps:
          - {key: say, set: {said: "${{ inputs.word }}"}}
        variables: {said: ""}
        outputs: {said: "${{ variables.said }}"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_about_somebody_is_found_exported_and_erased_and_others_keep_theirs()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (annId, ann), (_, bob)) =
            (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("ann", Role.Operator), await team.MemberAsync("bob", Role.Operator));
        var own = await RunAsync(team, ann, "the swordfish is mine");
        var mention = await RunAsync(team, bob, $"write to {Ann.ToUpperInvariant()}, please");
        var others = await RunAsync(team, bob, $"jo{Ann} is somebody else, and so is ann");
        (await team.SendAsync("POST", "agents/writer/chat", ann, new { message = "Say what this is.", session = "talk" })).Status.ShouldBe(200);
        await NoteAsync(team, "about", $"ask {Ann}");
        await NoteAsync(team, "other", "nothing about anybody");
        var ledger = team.Services.GetRequiredService<IModelLedger>();
        var scope = new Scope { Tenant = "default", User = annId, Session = "talk" };
        var call = new LedgerEntry(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), scope, "p", "m") { Outcome = CallOutcome.Succeeded };
        await ledger.WriteAsync(new LedgerBatch([call], []), Stop);

        var found = (await team.SendAsync("POST", "privacy/find", admin, new { person = Ann })).Body!;
        found["account"]!.GetValue<string>().ShouldBe(annId);
        found["runs"]!.AsArray().Where(static r => r!["isOwn"]!.GetValue<bool>()).Count().ShouldBe(2, "the run, and the conversation");
        found["runs"]!.AsArray().Where(static r => !r!["isOwn"]!.GetValue<bool>()).Select(static r => r!["id"]!.GetValue<string>()).ShouldBe([mention]);
        (found["notes"]!.GetValue<int>(), found["calls"]!.GetValue<int>()).ShouldBe((1, 1));

        var exported = JsonElement.Parse((await team.SendAsync("POST", "privacy/export", admin, new { person = annId })).Text);
        exported.GetProperty("account").GetProperty("email").GetString().ShouldBe(Ann);
        exported.ToString().ShouldContain("the swordfish is mine");
        exported.ToString().ShouldContain("please");
        exported.ToString().ShouldNotContain("somebody else");
        exported.GetProperty("notes")[0].GetProperty("name").GetString().ShouldBe("about");

        var would = (await team.SendAsync("POST", "privacy/erase", admin, new { person = Ann, dryRun = true })).Body!;
        would["erased"]!.AsArray().Count.ShouldBe(2);
        (await team.SendAsync("GET", $"runs/{own}", bob)).Status.ShouldBe(200, "nothing was done");

        var erased = (await team.SendAsync("POST", "privacy/erase", admin, new { person = Ann, mentions = true })).Body!;
        (erased["account"]!.GetValue<string>(), erased["remaining"]!.GetValue<int>(), erased["kept"]!.AsArray().Count).ShouldBe(("erased", 0, 0));
        foreach (var gone in (string[])[own, mention])
            (await team.SendAsync("GET", $"runs/{gone}", bob)).Status.ShouldBe(404);
        (await team.SendAsync("GET", $"runs/{others}", bob)).Text.ShouldContain("somebody else");
        (await team.SendAsync("GET", "runs", ann)).Status.ShouldBe(401, "the account is gone");
        (await ledger.ListAsync(new LedgerQuery { User = annId }, Stop)).ShouldBeEmpty();
        (await ledger.ListAsync(new LedgerQuery(), Stop)).Single().Scope.ShouldSatisfyAllConditions(
            static s => s.User!.ShouldStartWith("erased_"), static s => s.Session.ShouldBeNull());
        (await AuditVerification.RunAsync(team.Identity, null, Stop)).Fault.ShouldBeNull();
        (await team.SendAsync("GET", "audit", admin)).Text.ShouldNotContain(Ann);
        IsInFiles(team, "the swordfish is mine").ShouldBeFalse();
        IsInFiles(team, "somebody else").ShouldBeTrue("else nothing is proved above");
        var again = (await team.SendAsync("POST", "privacy/find", admin, new { person = Ann })).Body!;
        (again["runs"]!.AsArray().Count, again["notes"]!.GetValue<int>(), again["account"]).ShouldBe((0, 0, null));
    }

    [Fact]
    public async Task A_conversation_that_stands_beside_the_runs_is_found_and_erased()
    {
        await using var team = await TeamServer.StartAsync();
        var (_, admin) = await team.MemberAsync("zoe", Role.Admin);
        await team.Services.GetRequiredService<SessionShelf>().ChangeAsync("default", null, $"with {Ann}", static s => s with { Status = SessionStatus.Ended }, Stop);

        (await team.SendAsync("POST", "privacy/find", admin, new { person = Ann })).Body!["notes"]!.GetValue<int>().ShouldBe(1);
        var erased = (await team.SendAsync("POST", "privacy/erase", admin, new { person = Ann })).Body!;

        (erased["notes"]!.GetValue<int>(), erased["remaining"]!.GetValue<int>(), erased["unread"]!.GetValue<int>()).ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task Archives_of_removed_runs_are_found_exported_and_erased_and_one_that_cannot_be_read_is_told()
    {
        await using var team = await TeamServer.StartAsync(configure: static axle => axle.ArchiveDirectory = Path.Combine(axle.ProjectDirectory, "archives"));
        var ((_, admin), (_, ann), (_, bob), (_, eve)) = (
            await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("ann", Role.Operator), await team.MemberAsync("bob", Role.Operator),
            await team.MemberAsync("eve", Role.Operator, "other"));
        var (own, mention, others, there) = (
            await ArchivedAsync(team, ann, "the swordfish is mine"), await ArchivedAsync(team, bob, $"write to {Ann}, please"),
            await ArchivedAsync(team, bob, "nothing about anybody"), await ArchivedAsync(team, eve, $"write to {Ann}"));
        string[] Left() => [.. Directory.GetFiles(Path.Combine(team.Folder, "archives")).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

        var found = (await team.SendAsync("POST", "privacy/find", admin, new { person = Ann })).Body!;
        var exported = (await team.SendAsync("POST", "privacy/export", admin, new { person = Ann })).Text;
        var kept = (await team.SendAsync("POST", "privacy/erase", admin, new { person = Ann })).Body!;
        await File.WriteAllTextAsync(Path.Combine(team.Folder, "archives", "cut.axle.jsonl"), "{\"axle\":\"run-archive\",", Stop);
        var erased = (await team.SendAsync("POST", "privacy/erase", admin, new { person = Ann, mentions = true })).Body!;

        found["runs"]!.AsArray().ShouldBeEmpty();
        found["archives"]!.AsArray().ToDictionary(static a => a!["name"]!.GetValue<string>(), static a => a!["isOwn"]!.GetValue<bool>())
            .ShouldBe(new Dictionary<string, bool> { [own] = true, [mention] = false }, ignoreOrder: true);
        exported.ShouldSatisfyAllConditions(
            static e => e.ShouldContain("the swordfish is mine"), static e => e.ShouldContain("please"), static e => e.ShouldNotContain("nothing about anybody"));
        kept["erased"]!.AsArray().Select(static e => e!.GetValue<string>()).ShouldBe([own]);
        kept["kept"]!.AsArray().Select(static k => k!["run"]!.GetValue<string>()).ShouldBe([mention]);
        (kept["remaining"]!.GetValue<int>(), kept["unread"]!.GetValue<int>()).ShouldBe((0, 0));
        (erased["remaining"]!.GetValue<int>(), erased["unread"]!.GetValue<int>()).ShouldBe((0, 1));
        Left().ShouldBe(((string[])["cut.axle.jsonl", others, there]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sessions_are_exported_by_the_one_tenant_that_somebody_works_in_and_by_none_of_two()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (annId, _), (bobId, _)) = (
            await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("ann", Role.Operator), await team.MemberAsync("bob", Role.Operator));
        await team.Identity.AddTenantAsync(new("other", "other", TimeProvider.System.GetUtcNow()), Stop);
        await team.Identity.SetRoleAsync(new("other", bobId, Role.Viewer), Stop);
        var sessions = new SessionBook(team.Identity, new IdentityOptions(), TimeProvider.System);
        foreach (var user in (string[])[annId, bobId])
            await sessions.BeginAsync(user, "a browser", "a network", Stop);

        async Task<string[]> BrowsersAsync(string person) =>
        [
            .. JsonElement.Parse((await team.SendAsync("POST", "privacy/export", admin, new { person })).Text).GetProperty("account").GetProperty("sessions")
                .EnumerateArray().Select(static s => s.GetProperty("agent").GetString()!),
        ];

        (await BrowsersAsync(annId)).ShouldBe(["a browser"]);
        (await BrowsersAsync(bobId)).ShouldBeEmpty();
    }

    private static async Task<string> ArchivedAsync(TeamServer team, string key, string word)
    {
        var run = await RunAsync(team, key, word);
        var name = $"{run}.axle.jsonl.gz";
        var export = team.Services.GetRequiredService<RunExport>();
        await new ArchiveFolder(Path.Combine(team.Folder, "archives")).WriteAsync(
            name, (output, stop) => export.WriteAsync(new RunId(run), output, new ArchiveExportOptions { Pack = true }, stop), Stop);
        await team.Services.GetRequiredService<IRunStore>().DeleteRunAsync(new RunId(run), Stop);
        return name;
    }

    [Fact]
    public async Task What_others_said_stays_unless_it_is_asked_for_and_what_goes_on_is_told()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, ann), (_, bob)) =
            (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("ann", Role.Operator), await team.MemberAsync("bob", Role.Operator));
        var mention = await RunAsync(team, bob, $"write to {Ann}");
        var waits = team.Write("name: waits\nsteps:\n  - {key: hold, wait: {signal: go}}");
        var waiting = (await team.SendAsync("POST", "runs", ann, new { workflow = waits })).Body!["id"]!.GetValue<string>();

        var erased = (await team.SendAsync("POST", "privacy/erase", admin, new { person = "ann" })).Body!;

        erased["account"]!.GetValue<string>().ShouldBe("kept");
        var kept = erased["kept"]!.AsArray().ToDictionary(static k => k!["run"]!.GetValue<string>(), static k => k!["reason"]!.GetValue<string>());
        kept[mention].ShouldContain("another's");
        kept[waiting].ShouldContain("Cancel it");
        erased["remaining"]!.GetValue<int>().ShouldBe(0);
        (await team.SendAsync("GET", $"runs/{mention}", bob)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Another_tenants_data_is_neither_found_nor_erased_and_who_works_there_keeps_the_account()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (annId, ann), (_, eve)) =
            (await team.MemberAsync("zoe", Role.Admin, "acme"), await team.MemberAsync("ann", Role.Operator, "acme"), await team.MemberAsync("eve", Role.Admin, "other"));
        await RunAsync(team, ann, "in acme");
        var there = await RunAsync(team, eve, $"write to {Ann}");
        await team.Identity.SetRoleAsync(new("other", annId, Role.Viewer), Stop);

        (await team.SendAsync("POST", "privacy/find", admin, new { person = Ann })).Text.ShouldNotContain(there);
        var erased = (await team.SendAsync("POST", "privacy/erase", admin, new { person = Ann, mentions = true })).Body!;

        erased["account"]!.GetValue<string>().ShouldBe("left the tenant");
        (await team.SendAsync("GET", $"runs/{there}", eve)).Text.ShouldContain(Ann);
        (await team.Identity.ListRolesAsync(annId, Stop)).Select(static m => m.Tenant).ShouldBe(["other"]);
    }

    [Fact]
    public async Task Who_may_not_see_personal_data_finds_nothing_and_a_text_that_is_anybodys_is_refused()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, dev)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("dev", Role.Developer));
        foreach (var door in (string[])["find", "export", "erase"])
        {
            (await team.SendAsync("POST", $"privacy/{door}", dev, new { person = Ann })).Status.ShouldBe(403);
            (await team.SendAsync("POST", $"privacy/{door}", admin, new { person = "a" })).Status.ShouldBe(400);
        }

        (await team.SendAsync("GET", "audit", admin)).Text.ShouldNotContain(Ann);
    }

    private static async Task<string> RunAsync(TeamServer team, string key, string word)
    {
        var started = await team.SendAsync("POST", "runs", key, new { workflow = team.Write(Workflow), inputs = new { word } });
        started.Status.ShouldBe(202, started.Text);
        var run = started.Body!["id"]!.GetValue<string>();
        await team.EndAsync(run);
        return run;
    }

    private static async Task NoteAsync(TeamServer team, string name, string text) => await team.Services.GetRequiredService<SharedMemory>()
        .WriteAsync(MemoryScope.OfWorkspace(team.Folder), new NoteWrite(name, JsonSerializer.SerializeToElement(text), "quality"), Stop);

    private static bool IsInFiles(TeamServer team, string text) => Directory.GetFiles(team.Folder, "axle.db*").Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    });
}
