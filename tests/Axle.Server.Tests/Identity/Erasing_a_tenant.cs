using System.Security.Cryptography;
using System.Text;
using Axle.Agents.Memory;
using Axle.Identity.Access;

namespace Axle.Server.Tests.Identity;

public sealed class Erasing_a_tenant
{
    private const string Planted = "mind-the-swordfish";

    private const string Workflow = """
        name: tell
        inputs: {word: {type: string}}
        variables: {said: ""}
        steps:
          - {key: say, set: {said: "${{ inputs.word }}"}}
          - {key: hold, dependsOn: [say], wait: {signal: go}}
        outputs: {said: "${{ variables.said }}"}
        """;

    [Fact]
    public async Task What_a_tenant_said_stands_in_no_file_and_is_gone_with_its_keys()
    {
        await using var team = await StartAsync();
        var (_, owner) = await team.MemberAsync("ann", Role.Admin, isOwner: true);
        var ((_, acme), (_, other)) = (await team.MemberAsync("bob", Role.Admin, "acme"), await team.MemberAsync("eve", Role.Admin, "other"));
        var (first, second) = (await RunAsync(team, acme), await RunAsync(team, other));
        IsInFiles(team, Planted).ShouldBeFalse();
        IsInFiles(team, first).ShouldBeTrue("else nothing is proved above");
        (await team.SendAsync("DELETE", "tenants/acme/encryption-keys", acme)).Status.ShouldBe(403);
        (await team.SendAsync("GET", "tenants/nobody/encryption-keys", owner)).Status.ShouldBe(404);
        (await team.SendAsync("POST", "tenants/acme/encryption-keys", owner)).Body!["number"]!.GetValue<int>().ShouldBe(2);
        var would = await team.SendAsync("DELETE", "tenants/acme/encryption-keys?dryRun=true", owner);
        (would.Body!["keys"]!.GetValue<int>(), would.Body["runs"]!.GetValue<int>()).ShouldBe((2, 1));
        (await team.SendAsync("GET", $"runs/{first}", acme)).Text.ShouldContain(Planted);

        (await team.SendAsync("DELETE", "tenants/acme/encryption-keys", owner)).Status.ShouldBe(200);

        var gone = await team.SendAsync("GET", $"runs/{first}", acme);
        (gone.Status, gone.Text.Contains("erased", StringComparison.Ordinal)).ShouldBe((404, true));
        var listed = await team.SendAsync("GET", "runs", acme);
        listed.Status.ShouldBe(200);
        listed.Text.ShouldContain(first);
        listed.Text.ShouldNotContain(Planted);
        (await team.SendAsync("GET", $"runs/{second}", other)).Text.ShouldContain(Planted);
        (await team.SendAsync("POST", "runs", acme, new { workflow = team.Write(Workflow), inputs = new { word = Planted } })).Status.ShouldBe(403, "nothing is written for it");
        (await team.SendAsync("GET", "audit", owner)).Text.ShouldContain("DELETE /api/v1/tenants/{id}/encryption-keys");
    }

    [Fact]
    public async Task Runs_that_have_not_ended_stand_in_the_way()
    {
        await using var team = await StartAsync();
        var ((_, owner), (_, acme)) = (await team.MemberAsync("ann", Role.Admin, isOwner: true), await team.MemberAsync("bob", Role.Admin, "acme"));
        (await team.SendAsync("POST", "runs", acme, new { workflow = team.Write(Workflow), inputs = new { word = Planted } })).Status.ShouldBe(202);

        (await team.SendAsync("DELETE", "tenants/acme/encryption-keys", owner)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Notes_of_agents_lie_under_the_key_of_their_tenant()
    {
        await using var team = await StartAsync();
        var memory = (SharedMemory)team.Services.GetService(typeof(SharedMemory))!;
        var write = new NoteWrite("plan", System.Text.Json.JsonElement.Parse($"\"{Planted}\""), "quality");

        await memory.WriteAsync(MemoryScope.OfWorkspace(team.Folder, "acme"), write, TestContext.Current.CancellationToken);

        (await memory.FindAsync(MemoryScope.OfWorkspace(team.Folder, "other"), "plan", TestContext.Current.CancellationToken)).ShouldBeNull();
        IsInFiles(team, Planted).ShouldBeFalse();
        IsInFiles(team, "plan").ShouldBeTrue("else nothing is proved above");
    }

    private static Task<TeamServer> StartAsync() => TeamServer.StartAsync(configure: static options =>
    {
        var keys = Path.Combine(options.ProjectDirectory, "keys");
        File.WriteAllText(keys, $"first:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}");
        options.EncryptionKeys = $"file:{keys}";
    });

    /// <summary>A run to its end, with a signal on the way.</summary>
    private static async Task<string> RunAsync(TeamServer team, string key)
    {
        var started = await team.SendAsync("POST", "runs", key, new { workflow = team.Write(Workflow), inputs = new { word = Planted } });
        started.Status.ShouldBe(202, started.Text);
        var run = started.Body!["id"]!.GetValue<string>();
        (await team.SendAsync("POST", $"runs/{run}/signals", key, new { name = "go", body = new { Planted } })).Status.ShouldBeLessThan(300);
        await team.EndAsync(run);
        return run;
    }

    private static bool IsInFiles(TeamServer team, string text) => Directory.GetFiles(team.Folder, "axle.db*").Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    });
}
