using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Agents.Tests.Collaboration;

/// <summary><c>supervisor.yaml</c>: worker a is good at once, worker b when its work was sent back, worker c never.</summary>
public sealed class SupervisorTests
{
    [Fact]
    public void Work_that_is_not_good_is_sent_back_with_what_must_change_and_only_that()
    {
        using var stage = Supervisor(1, 2);
        var outputs = stage.Run("supervisor", new { goal = "Paint the house.", workers = (string[])["a", "b", "c"] });

        Parts(outputs).ShouldBe(["part 1 a True 1 careful by a", "part 2 b True 2 careful by b"]);
        outputs.GetProperty("summary").GetString().ShouldBe("The house is painted.");
        stage.Model.Asked.Count(static a => a.StartsWith("You are a.", StringComparison.Ordinal)).ShouldBe(1);
        var ofB = stage.Model.Asked.Where(static a => a.StartsWith("You are b.", StringComparison.Ordinal)).ToArray();
        ofB.Length.ShouldBe(2);
        ofB[1].ShouldContain("Wash the brush.");
        ofB[1].ShouldContain("sloppy by b");
        stage.Model.Asked[^1].ShouldContain("careful by b");
    }

    [Fact]
    public void Sending_back_has_an_end_and_what_is_not_good_is_called_so()
    {
        using var stage = Supervisor(1, 3);
        var outputs = stage.Run("supervisor", new { goal = "Paint the house.", workers = (string[])["a", "b", "c"], rounds = 3 });

        Parts(outputs).ShouldBe(["part 1 a True 1 careful by a", "part 2 c False 3 sloppy by c"]);
        outputs.GetProperty("parts")[1].GetProperty("problems")[0].GetString().ShouldBe("Wash the brush.");
    }

    [Fact]
    public void Parts_that_fit_no_worker_go_to_the_first_and_a_worker_that_fails_spoils_its_part_only()
    {
        using var stage = Supervisor(0, 2, 9);
        var outputs = stage.Run("supervisor", new { goal = "Paint the house.", workers = (string[])["a", "nobody"] });

        Parts(outputs).ShouldBe(["part 1 a True 1 careful by a", "part 3 a True 1 careful by a"]);
        outputs.GetProperty("failed")[0].GetProperty("index").GetInt32().ShouldBe(1);
        stage.Model.Asked[^1].ShouldContain("nobody");
    }

    [Fact]
    public void When_no_part_can_be_done_the_run_fails_and_says_why()
    {
        using var stage = Supervisor(1, 1);
        var run = stage.Start("supervisor", new { goal = "Paint the house.", workers = (string[])["nobody"] });

        run.ShouldBe(RunStatus.Failed);
        run.State.Error!.Message.ShouldContain("None of the parts could be done.");
        run.State.Error!.Message.ShouldContain("nobody");
    }

    internal static LibraryStage Supervisor(params int[] workers) => new(
        said =>
        {
            if (said.Agent is { } id)
                return LibraryStage.Answer((id == "a" || (id == "b" && said.Has("Wash the brush.")) ? "careful by " : "sloppy by ") + id);
            if (said.Has("Cut the goal"))
            {
                return new
                {
                    parts = workers.Select(static (w, i) => new { title = $"part {i + 1}", task = "Paint.", acceptance = "It is even.", worker = w }),
                };
            }

            if (said.Has("Join the results"))
                return new { summary = "The house is painted.", open = Array.Empty<string>() };
            return said.Has("sloppy") ? new { good = false, problems = (string[])["Wash the brush."] } : new { good = true, problems = Array.Empty<string>() };
        },
        "a",
        "b",
        "c");

    private static IEnumerable<string> Parts(JsonElement outputs) => outputs.GetProperty("parts").EnumerateArray().Select(static p =>
        $"{p.GetProperty("title")} {p.GetProperty("agent")} {p.GetProperty("good")} {p.GetProperty("rounds")} {p.GetProperty("text")}");
}
