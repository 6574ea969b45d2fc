using System.Text.Json;

namespace Axle.Agents.Tests.Collaboration;

/// <summary><c>debate.yaml</c> with two sides whose arguments are scripted.</summary>
public sealed class DebateTests
{
    private static readonly object[] Sides =
    [
        new { name = "red", position = "Red is better.", agent = "a" },
        new { name = "blue", position = "Blue is better.", agent = "b" },
    ];

    [Fact]
    public void Each_side_reads_what_the_other_said_last_and_the_judge_reads_everything()
    {
        using var stage = Debate(clear: false);
        var outputs = stage.Run("debate", new { question = "Which colour?", sides = Sides, rounds = 2 });

        var ofRed = stage.Model.Asked.Where(static a => a.StartsWith("You are a.", StringComparison.Ordinal)).ToArray();
        ofRed.Length.ShouldBe(2);
        ofRed[0].ShouldNotContain("opening by b");
        ofRed[1].ShouldContain("opening by b");
        var judged = stage.Model.Asked.Single(static a => a.Contains("You are the judge", StringComparison.Ordinal));
        foreach (var argument in (string[])["opening by a", "opening by b", "answer by a", "answer by b"])
            judged.ShouldContain(argument);
        outputs.GetProperty("winner").GetString().ShouldBe("blue");
        outputs.GetProperty("reasons")[0].GetString().ShouldBe("It is calmer.");
        outputs.GetProperty("minutes").EnumerateArray().Select(static m => $"{m.GetProperty("round")} {m.GetProperty("side")}")
            .ShouldBe(["1 red", "1 blue", "2 red", "2 blue"]);
    }

    [Fact]
    public void It_ends_as_soon_as_the_judge_is_sure()
    {
        using var stage = Debate(clear: true);
        stage.Run("debate", new { question = "Which colour?", sides = Sides, rounds = 6 }).GetProperty("rounds").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    public void A_judge_who_is_not_sure_hears_all_rounds_and_is_asked_after_each_but_the_first(int rounds, int judgements)
    {
        using var stage = Debate(clear: false);
        var outputs = stage.Run("debate", new { question = "Which colour?", sides = Sides, rounds });

        outputs.GetProperty("rounds").GetInt32().ShouldBe(rounds);
        outputs.GetProperty("winner").GetString().ShouldBe("blue");
        stage.Model.Asked.Count(static a => a.Contains("You are the judge", StringComparison.Ordinal)).ShouldBe(judgements);
    }

    [Fact]
    public void There_may_be_no_winner()
    {
        using var stage = Debate(clear: true, winner: 0);
        stage.Run("debate", new { question = "Which colour?", sides = Sides }).GetProperty("winner").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    internal static LibraryStage Debate(bool clear, int winner = 2) => new(
        said => said.Agent is { } id
            ? LibraryStage.Answer((said.Has("Open with") ? "opening by " : "answer by ") + id)
            : new { winner, decision = "Blue.", reasons = (string[])["It is calmer."], remains = (string[])["Red is warmer."], clear },
        "a",
        "b");
}
