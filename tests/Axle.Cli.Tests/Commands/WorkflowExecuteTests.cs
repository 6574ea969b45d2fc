using Axle.Cli.Tests.Support;
using Axle.Workflows.Runs;

namespace Axle.Cli.Tests.Commands;

public sealed class WorkflowExecuteTests
{
    [Fact]
    public async Task With_json_it_ends_with_one_document_and_progress_goes_to_standard_error()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        bench.Steps.Returns("three", new
        {
            summary = "All is well.",
            counts = new { total = 3, high = 1, low = 2 },
            reports = new { html = ".axle/reports/x/review.html" },
            offline = true,
        });
        var answer = await bench.RunAsync("workflow", "execute", "three.yaml", "--json", "--run-id", "run-a", "--input", "word=moin");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        var run = answer.Json;
        run.GetProperty("runId").GetString().ShouldBe("run-a");
        run.GetProperty("status").GetString().ShouldBe("completed");
        run.GetProperty("workflow").GetString().ShouldBe("three");
        run.GetProperty("outputs").GetProperty("word").GetString().ShouldBe("moin");
        run.GetProperty("reports").GetProperty("html").GetString().ShouldBe(Path.Combine(bench.Directory, ".axle", "reports", "x", "review.html"));
        run.GetProperty("findings").GetProperty("high").GetInt32().ShouldBe(1);
        run.GetProperty("offline").GetBoolean().ShouldBeTrue();
        run.GetProperty("steps").GetArrayLength().ShouldBe(3);
        run.GetProperty("steps")[1].GetProperty("dependsOn")[0].GetString().ShouldBe("one");
        run.GetProperty("durationMs").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        run.GetProperty("database").GetString().ShouldBe(bench.DatabasePath);
        run.GetProperty("exitCode").GetInt32().ShouldBe(ExitCodes.Success);
        answer.Error.ShouldContain("two: started");
    }

    [Fact]
    public async Task Without_a_terminal_every_event_is_a_line_and_the_end_says_what_came_out()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        bench.Steps.Returns(
            "three",
            new { summary = "All is well.", score = 87, counts = new { high = 1, low = 2 }, reports = new { html = "out/review.html" }, offline = true },
            new StepDecision("planned-only", "'deploy' was planned only."));
        var answer = await bench.RunAsync("workflow", "execute", "three.yaml");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        foreach (var part in (string[])
            ["one: started, quality/lint-codebase", "'deploy' was planned only. [planned-only]", "run completed", "score 87 of 100. All is well.", "1 high · 2 low",
             Path.Combine("out", "review.html"), "Run with --apply", "ANTHROPIC_API_KEY", "ax workflow status run-"])
            answer.Output.ShouldContain(part);
        answer.Output.ShouldNotContain("\u001b");
        answer.Output.ShouldContain("two: completed in ");
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_step_is_exit_code_1_and_the_error_is_shown()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        bench.Steps.Fails("two", ErrorKind.Authentication, "the key is wrong");
        var text = await bench.RunAsync("workflow", "execute", "three.yaml");
        text.Code.ShouldBe(ExitCodes.Failed);
        text.Output.ShouldContain("the key is wrong");
        text.Output.ShouldContain("ax workflow resume run-");
        var json = (await bench.RunAsync("workflow", "execute", "three.yaml", "--json")).Json;
        json.GetProperty("status").GetString().ShouldBe("failed");
        json.GetProperty("error").GetProperty("kind").GetString().ShouldBe("authentication");
        json.GetProperty("exitCode").GetInt32().ShouldBe(ExitCodes.Failed);
    }

    [Fact]
    public async Task Steps_are_told_where_they_work_and_whether_they_may_change_the_world()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        bench.Write("project/readme.md", "# project");
        bench.Variables["REGION"] = "north";
        var answer = await bench.RunAsync("workflow", "execute", "three.yaml", "--workspace", "project", "--apply", "--env", "REGION", "--reports", "reports");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        bench.Steps.Last!.Attributes["workspace"].ShouldBe(Path.Combine(bench.Directory, "project"));
        bench.Steps.Last.Attributes["apply"].ShouldBe("true");
        bench.Steps.Last.Attributes["env.REGION"].ShouldBe("north");
        bench.Steps.Last.Attributes["reports"].ShouldBe(Path.Combine(bench.Directory, "reports"));
        File.Exists(bench.DatabasePath).ShouldBeTrue();
        (await File.ReadAllTextAsync(Path.Combine(bench.Directory, ".axle", ".gitignore"), TestContext.Current.CancellationToken)).ShouldContain("axle.db*");
    }

    [Fact]
    public async Task A_provider_is_asked_by_every_step()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        (await bench.RunAsync("workflow", "execute", "three.yaml", "--provider", "offline")).Code.ShouldBe(ExitCodes.Success);
        bench.Steps.Last!.Provider.ShouldBe("offline");
        var answer = await bench.RunAsync("workflow", "execute", "three.yaml", "--provider", "claud");
        answer.Code.ShouldBe(ExitCodes.NotFound);
        answer.Error.ShouldContain("Did you mean 'claude'?");
    }

    [Theory]
    [InlineData("--input wrod=x", ExitCodes.Invalid, "did you mean 'word'?")]
    [InlineData("--input word", ExitCodes.Usage, "has no name")]
    [InlineData("--input word=a --input word=b", ExitCodes.Usage, "given twice")]
    [InlineData("--input word=@nowhere.txt", ExitCodes.NotFound, "There is no file 'nowhere.txt'")]
    [InlineData("--inputs three.yaml", ExitCodes.Invalid, "is not JSON")]
    [InlineData("--workspace nowhere", ExitCodes.NotFound, "there is no directory 'nowhere'")]
    [InlineData("--env NOT_THERE", ExitCodes.Invalid, "is not set")]
    [InlineData("--run-id Not:An:Id", ExitCodes.Usage, "is no run id")]
    public async Task What_cannot_be_started_is_told_before_anything_is_started(string options, int code, string message)
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        var answer = await bench.RunAsync(["workflow", "execute", "three.yaml", .. options.Split(' ')]);
        answer.Code.ShouldBe(code);
        answer.Error.ShouldContain(message);
        answer.Error.ShouldNotContain("   at ");
        File.Exists(bench.DatabasePath).ShouldBeFalse();
    }

    [Fact]
    public async Task Inputs_come_from_files_and_keep_their_types()
    {
        using var bench = new Workbench();
        bench.Write("typed.yaml", """
            name: typed
            inputs:
              text: {type: string}
              count: {type: integer}
              list: {type: array}
              at: {type: string}
            steps:
              - {key: one, agent: quality, action: lint-codebase}
            outputs:
              all: ${{ inputs }}
            """);
        bench.Write("inputs.json", """{"text": "from the file", "count": 1}""");
        bench.Write("list.json", "[1, 2]");
        var answer = await bench.RunAsync(
            "workflow", "execute", "typed.yaml", "--json", "--inputs", "inputs.json", "--input", "count=5", "--input", "list=@list.json", "--input", "at=@@home");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Output);
        var all = answer.Json.GetProperty("outputs").GetProperty("all");
        all.GetProperty("text").GetString().ShouldBe("from the file");
        all.GetProperty("count").GetInt32().ShouldBe(5);
        all.GetProperty("list").GetArrayLength().ShouldBe(2);
        all.GetProperty("at").GetString().ShouldBe("@home");
    }

    [Fact]
    public async Task A_run_id_can_be_used_once()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        (await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", "mine")).Code.ShouldBe(ExitCodes.Success);
        var answer = await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", "mine");
        answer.Code.ShouldBe(ExitCodes.Usage);
        answer.Error.ShouldContain("a run of that id already");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, false)]
    public async Task A_budget_in_dollars_that_nothing_counts_is_warned_of(int price, bool warns)
    {
        using var bench = new Workbench { Models = new([new("local", "openai-compatible") { DefaultModel = "small", InputPrice = price }]) };
        bench.Write("paid.yaml", $"name: paid\nbudget: {{usd: 2.5}}\nsteps:\n  - {Flows.Step("one")}\n");
        var answer = await bench.RunAsync("workflow", "execute", "paid.yaml");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        answer.Error.Contains("the budget of 2.5 usd stops nothing", StringComparison.Ordinal).ShouldBe(warns, answer.Error);
    }

    [Fact]
    public async Task The_agents_review_a_directory_offline_and_write_three_reports()
    {
        using var bench = new Workbench { UsesAgents = true };
        bench.Write("src/app.py", "import os\n\n\ndef run(cmd):\n    os.system(cmd)\n    return eval(cmd)\n");
        var answer = await bench.RunAsync("workflow", "execute", "code-review", "--json");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        var run = answer.Json;
        run.GetProperty("offline").GetBoolean().ShouldBeTrue();
        foreach (var form in (string[])["markdown", "html", "sarif"])
            File.Exists(run.GetProperty("reports").GetProperty(form).GetString()).ShouldBeTrue();
        run.GetProperty("steps").EnumerateArray().Where(static s => s.GetProperty("status").GetString() == "failed").ShouldBeEmpty();
    }
}
