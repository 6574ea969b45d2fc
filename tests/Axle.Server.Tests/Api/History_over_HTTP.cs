using System.Net;
using System.Text.Json;
using Axle.Server.Endpoints.Runs;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;

namespace Axle.Server.Tests.Api;

public sealed class History_over_HTTP(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_run_is_seen_as_it_was_after_any_event()
    {
        var id = await api.StartAsync("greet");

        var then = await api.GetAsync($"runs/{id}/state?at=1");
        var now = await api.GetAsync($"runs/{id}/state");

        then.GetProperty("variables").GetProperty("greeting").GetString().ShouldBe("");
        now.GetProperty("variables").GetProperty("greeting").GetString().ShouldBe("Hello World");
        (await api.ProblemAsync("GET", $"runs/{id}/state?at=99")).ShouldBe((404, "notFound"));
    }

    [Fact]
    public async Task Time_checkpoints_and_traces_are_told()
    {
        var id = await api.StartAsync("greet");

        (await api.GetAsync($"runs/{id}/timing")).GetProperty("criticalPath")[0].GetString().ShouldBe("say");
        (await api.GetAsync($"runs/{id}/checkpoints")).GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("level-1");
        (await api.GetAsync($"runs/{id}/trace")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Going_back_is_looked_at_before_it_is_done()
    {
        var id = await api.StartAsync("greet");
        await api.SendAsync("POST", $"approvals/{id}/decision", new { decision = "approve" });

        var (_, looked) = await api.SendAsync("POST", $"runs/{id}/rollback", new { to = "level-1", dryRun = true });
        var untouched = await api.GetAsync($"runs/{id}");
        var (_, back) = await api.SendAsync("POST", $"runs/{id}/rollback", new { to = "level-1" });

        looked.GetProperty("runAgain")[0].GetString().ShouldBe("ask");
        untouched.GetProperty("status").GetString().ShouldBe("completed");
        back.GetProperty("run").GetProperty("status").GetString().ShouldBe("executing");
        (await api.ProblemAsync("POST", $"runs/{id}/rollback", new { to = "level-9" })).ShouldBe((404, "notFound"));
    }

    [Fact]
    public async Task A_fork_goes_another_way_is_compared_and_chosen()
    {
        var id = await api.StartAsync("greet", new { who = "Ann" });

        var (status, fork) = await api.SendAsync("POST", $"runs/{id}/forks", new { at = "1", inputs = new { who = "Bob" } });
        var other = fork.GetProperty("id").GetString();
        var diff = await api.GetAsync($"runs/{id}/diff?with={other}");
        var forks = await api.GetAsync($"runs/{id}/forks");
        var (promoted, _) = await api.SendAsync("POST", $"runs/{other}/promote");

        status.ShouldBe(202);
        fork.GetProperty("forkOf").GetString().ShouldBe(id);
        diff.GetProperty("variables")[0].GetProperty("right").GetString().ShouldBe("Hello Bob");
        forks.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe(other);
        promoted.ShouldBe(200);
        var origin = await api.GetAsync($"runs/{id}");
        origin.GetProperty("status").GetString().ShouldBe("cancelled");
        origin.GetProperty("promotion").GetProperty("fork").GetString().ShouldBe(other);
        (await api.GetAsync($"runs/{other}")).GetProperty("promotion").GetProperty("origin").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task Whoever_knows_a_fork_as_it_was_is_told_that_it_was_chosen_and_another_fork_was_not()
    {
        var id = await api.StartAsync("greet");
        var (_, one) = await api.SendAsync("POST", $"runs/{id}/forks", new { at = "1" });
        var (_, other) = await api.SendAsync("POST", $"runs/{id}/forks", new { at = "1" });
        var (chosen, left) = (one.GetProperty("id").GetString(), other.GetProperty("id").GetString());
        (await api.GetAsync($"runs/{chosen}")).GetProperty("promotion").ValueKind.ShouldBe(JsonValueKind.Null);
        using var before = await api.Client.GetAsync(new Uri($"runs/{chosen}", UriKind.Relative), TestContext.Current.CancellationToken);

        (await api.SendAsync("POST", $"runs/{chosen}/promote")).Status.ShouldBe(200);

        using var again = new HttpRequestMessage(HttpMethod.Get, $"runs/{chosen}");
        again.Headers.IfNoneMatch.Add(before.Headers.ETag!);
        using var answer = await api.Client.SendAsync(again, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.GetAsync($"runs/{left}")).GetProperty("promotion").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_fork_is_thrown_away_and_a_run_that_is_none_is_not()
    {
        var id = await api.StartAsync("greet");
        var (_, fork) = await api.SendAsync("POST", $"runs/{id}/forks", new { at = "0" });
        var other = fork.GetProperty("id").GetString();

        (await api.SendAsync("POST", $"runs/{other}/discard")).Status.ShouldBe(204);
        (await api.ProblemAsync("GET", $"runs/{other}")).Status.ShouldBe(404);
        (await api.ProblemAsync("POST", $"runs/{id}/discard")).ShouldBe((409, "no-fork"));
        (await api.ProblemAsync("POST", $"runs/{id}/forks", new { steps = new Dictionary<string, object> { ["gone"] = new { model = "x" } } })).Status.ShouldBe(400);
    }

    [Fact]
    public void Steps_of_a_fork_ask_another_model_another_way()
    {
        var workflow = WorkflowReader.Read("""
            name: draft
            steps:
              - key: each
                forEach: {items: [1, 2], steps: [{key: write, prompt: Write a lot.}]}
            """, "draft.yaml").Require();

        var edited = StepEdits.Apply(workflow, new Dictionary<string, StepEdit> { ["each[1]/write"] = new() { Prompt = "Shorter.", Model = "small" } })!;

        var write = ((ForEachAction)edited.Steps[0].Action).Steps[0];
        (((PromptAction)write.Action).Prompt.Source.GetString(), write.Model).ShouldBe(("Shorter.", "small"));
    }
}
