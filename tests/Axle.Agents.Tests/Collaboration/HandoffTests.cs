using System.Text.Json;

namespace Axle.Agents.Tests.Collaboration;

/// <summary><c>handoff.yaml</c>: the desk gives a request to the number in the script that follows from what was said last.</summary>
public sealed class HandoffTests
{
    [Fact]
    public void The_one_it_is_handed_to_reads_everything_that_was_said_and_may_hand_it_back()
    {
        using var stage = Desk("a b a");
        var outputs = stage.Run("handoff", new { request = "My bill is wrong.", agents = Agents("a", "b") });

        Holders(outputs).ShouldBe("a b a");
        outputs.GetProperty("done").GetBoolean().ShouldBeTrue();
        outputs.GetProperty("answer").GetString().ShouldBe("turn 3 by a");
        var asked = stage.Model.Asked.Where(static q => q.StartsWith("You are ", StringComparison.Ordinal)).ToArray();
        asked.Length.ShouldBe(3);
        asked[2].ShouldContain("My bill is wrong.");
        asked[2].ShouldContain("turn 1 by a");
        asked[2].ShouldContain("turn 2 by b");
        asked[2].ShouldContain("it is for the next one");
    }

    [Fact]
    public void A_request_that_nobody_finishes_goes_round_so_many_times_and_no_more()
    {
        using var stage = Desk("a b a b a b a b a b a b");
        var outputs = stage.Run("handoff", new { request = "My bill is wrong.", agents = Agents("a", "b"), turns = 5 });

        Holders(outputs).ShouldBe("a b a b a");
        outputs.GetProperty("done").GetBoolean().ShouldBeFalse();
        outputs.GetProperty("open")[0].GetString().ShouldBe("it is for the next one");
    }

    [Fact]
    public void An_answer_that_is_complete_is_not_handed_on()
    {
        using var stage = Desk("b");
        var outputs = stage.Run("handoff", new { request = "My bill is wrong.", agents = Agents("a", "b") });

        Holders(outputs).ShouldBe("b");
        stage.Model.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public void When_an_agent_fails_the_desk_reads_why_and_gives_it_to_another()
    {
        using var stage = Desk("x b");
        var outputs = stage.Run("handoff", new { request = "My bill is wrong.", agents = Agents("a", "b", "x") });

        Holders(outputs).ShouldBe("x b");
        outputs.GetProperty("history")[0].GetProperty("error").ToString().ShouldContain("'x'");
        outputs.GetProperty("answer").GetString().ShouldBe("turn 2 by b");
    }

    [Fact]
    public void What_fits_nobody_goes_to_the_first()
    {
        using var stage = Desk("?");
        Holders(stage.Run("handoff", new { request = "My bill is wrong.", agents = Agents("a", "b") })).ShouldBe("a");
    }

    internal static object[] Agents(params string[] ids) => [.. ids.Select(static id => new { id, @for = "things of " + id })];

    /// <param name="route">Who is to hold it, in turn; the last one finishes it.</param>
    internal static LibraryStage Desk(string route)
    {
        var turns = route.Split(' ');
        return new LibraryStage(
            said =>
            {
                var turn = Enumerable.Range(1, turns.Length).Count(i => said.Has($"turn {i} by") || (said.Has("'x'") && i == 1));
                if (said.Agent is not { } id)
                    return new { agent = "abx".IndexOf(turns[turn], StringComparison.Ordinal) + 1, reason = $"for turn {turn + 1}" };
                var last = turn == turns.Length - 1;
                return LibraryStage.Answer($"turn {turn + 1} by {id}", last, last ? [] : ["it is for the next one"]);
            },
            "a",
            "b");
    }

    private static string Holders(JsonElement outputs) =>
        string.Join(' ', outputs.GetProperty("history").EnumerateArray().Select(static h => h.GetProperty("agent").GetString()));
}
