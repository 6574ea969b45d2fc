using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Identity.Keys;

namespace Axle.Server.Tests.Identity;

public sealed class Who_decides_what_is_executed
{
    private const string Told = """
        name: told
        inputs:
          word: {type: string, default: well}
        steps:
          - {key: say, run: [echo, "${{ inputs.word }}"], retry: {maxAttempts: 1}}
        """;

    private const string Broken = """
        name: broken
        inputs:
          word: {type: string, default: well}
        steps:
          - {key: say, run: [sh, -c, 'exit 3', "${{ inputs.word }}"], retry: {maxAttempts: 1}}
        """;

    private const string Shown = """
        name: shown
        steps:
          - {key: show, run: [env]}
        """;

    private static readonly object[] Definitions =
    [
        new { yaml = "name: mine\nsteps:\n  - {key: say, run: [touch, made]}\n", apply = true },
        new { yaml = "name: mine\nsteps:\n  - {key: say, tool: files.write, with: {path: made, text: x}}\n", apply = true },
    ];

    private static readonly object[] Changes =
    [
        new { at = "0", yaml = "name: mine\nsteps:\n  - {key: say, run: [touch, made]}\n" },
        new { at = "0", steps = new { say = new { input = new { command = new[] { "touch", "made" } } } } },
        new { at = "0", steps = new { say = new { with = new { word = "other" } } } },
        new { at = "0", variables = new { command = "touch made" } },
    ];

    [Fact]
    public async Task Who_may_save_no_workflows_brings_none_and_changes_no_step_of_one()
    {
        await using var team = await StartAsync();
        var (_, op) = await team.MemberAsync("olly", Role.Operator);
        var (_, admin) = await team.MemberAsync("ada", Role.Admin, "acme");
        var starter = await KeyAsync(team, "olly", Role.Operator, Permission.RunsStart, Permission.RunsRead);
        var told = await RunAsync(team, op, "told");
        var broken = await RunAsync(team, op, "broken");

        foreach (var key in (string[])[op, starter, admin])
        {
            foreach (var body in Definitions)
                (await team.SendAsync("POST", "runs", key, body)).Status.ShouldBe(403);
        }

        foreach (var body in Changes)
            Refused(await team.SendAsync("POST", $"runs/{told}/forks", op, body));
        Refused(await team.SendAsync("POST", $"dead-letters/{broken}/redrive", op, new { steps = new { say = new { command = new[] { "touch", "made" } } } }));
        (await team.SendAsync("GET", "runs", op)).Body!["items"]!.AsArray().Count.ShouldBe(2);
        File.Exists(Path.Combine(team.Folder, "made")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_workflow_that_is_there_is_started_forked_and_redriven_by_an_operator_with_inputs()
    {
        await using var team = await StartAsync();
        var (_, op) = await team.MemberAsync("olly", Role.Operator, "acme");
        var told = await RunAsync(team, op, "told");
        var fork = await team.SendAsync("POST", $"runs/{told}/forks", op, new { at = "0", inputs = new { word = "better" } });
        await team.EndAsync(fork.Body!["id"]!.GetValue<string>());
        var broken = await RunAsync(team, op, "broken");

        (await SaidAsync(team, op, told, "say")).ShouldBe("well\n");
        (await SaidAsync(team, op, fork.Body["id"]!.GetValue<string>(), "say")).ShouldBe("better\n");
        (await team.SendAsync("POST", $"dead-letters/{broken}/redrive", op, new { inputs = new { word = "other" } })).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_may_save_workflows_brings_one_and_changes_steps()
    {
        await using var team = await StartAsync();
        var ((_, dev), (_, owner)) = (await team.MemberAsync("dev", Role.Developer), await team.MemberAsync("zoe", Role.None, isOwner: true));
        foreach (var key in (string[])[dev, owner])
        {
            var run = (await team.SendAsync("POST", "runs", key, new { yaml = Told.Replace("told", "mine", StringComparison.Ordinal), apply = true })).Body!;
            await team.EndAsync(run["id"]!.GetValue<string>());
            var edit = new { at = "0", steps = new { say = new { input = new { command = new[] { "echo", "changed" } } } } };
            var fork = (await team.SendAsync("POST", $"runs/{run["id"]}/forks", key, edit)).Body!["id"]!.GetValue<string>();
            await team.EndAsync(fork);
            (await SaidAsync(team, key, fork, "say")).ShouldBe("changed\n");
        }
    }

    [Fact]
    public async Task Commands_see_no_secrets_of_the_server_but_what_the_host_names()
    {
        Environment.SetEnvironmentVariable("AXLE_PLANTED_SECRET", "planted-1");
        Environment.SetEnvironmentVariable("PLANTED_API_KEY", "planted-2");
        Environment.SetEnvironmentVariable("PLANTED_NAMED", "planted-3");
        await using var team = await StartAsync("PLANTED_NAMED");
        var (_, op) = await team.MemberAsync("olly", Role.Operator);
        var run = await RunAsync(team, op, "shown");

        var names = (await SaidAsync(team, op, run, "show")).Split('\n').Select(static l => l.Split('=')[0]).ToList();

        names.ShouldContain("PATH");
        names.ShouldContain("AXLE_RUN_ID");
        names.ShouldContain("PLANTED_NAMED");
        names.ShouldNotContain("AXLE_PLANTED_SECRET");
        names.ShouldNotContain("PLANTED_API_KEY");
    }

    private static async Task<TeamServer> StartAsync(params string[] named)
    {
        var team = await TeamServer.StartAsync(configure: options => (options.HostCommands, options.CommandEnvironment) = (HostCommands.ByRun, named));
        foreach (var text in (string[])[Told, Broken, Shown])
            team.Write(text);
        return team;
    }

    private static async Task<string> RunAsync(TeamServer team, string key, string workflow)
    {
        var started = await team.SendAsync("POST", "runs", key, new { workflow, apply = true });
        started.Status.ShouldBe(202, started.Text);
        var id = started.Body!["id"]!.GetValue<string>();
        await team.EndAsync(id);
        return id;
    }

    private static async Task<string> SaidAsync(TeamServer team, string key, string run, string step)
    {
        var answer = await team.SendAsync("GET", $"runs/{run}/steps/{step}", key);
        return answer.Body!["output"]!["stdout"]!.GetValue<string>();
    }

    private static async Task<string> KeyAsync(TeamServer team, string name, Role role, params Permission[] permissions)
    {
        var who = new Principal($"usr_{name}", Scope.DefaultTenant, RolePermissions.Of(role));
        var book = new ApiKeyBook(team.Identity, new Axle.Identity.IdentityOptions(), TimeProvider.System);
        return (await book.CreateAsync(who, "starts", permissions, null, TestContext.Current.CancellationToken)).Secret;
    }

    private static void Refused((int Status, JsonNode? Body, string Text) answer)
    {
        answer.Status.ShouldBe(403, answer.Text);
        answer.Text.ShouldContain("workflowsEdit");
    }
}
