using System.Globalization;
using System.Text.Json;
using Axle.Models.Cache;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Cache;

/// <summary>
/// How often the cache answers, measured with the offline vectors on public questions; docs/gateway.md has the numbers. The repetition is made: few
/// questions are popular and many are rare (Zipf), and three in ten are asked with other politeness, case and marks.
/// </summary>
public sealed class Hit_rates
{
    private const int Questions = 1_000;
    private const int Asked = 10_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Six_of_ten_repeated_questions_are_answered_out_of_the_cache_and_none_wrongly()
    {
        var all = Read("benign-instructions", "items.jsonl");
        if (all.Count == 0)
            Assert.Skip(SharedData.Missing);
        var (exact, _, _) = await AskAsync(all, new CacheOptions { Enabled = true });
        Tell($"exact: {exact:P1}");
        exact.ShouldBeGreaterThan(0.6);
        foreach (var threshold in new[] { 0.85, 0.90, 0.95 })
        {
            var (same, near, wrong) = await AskAsync(all, Semantic(threshold));
            Tell($"semantic {threshold}: {same:P1} exact + {near:P1} semantic, {wrong:P2} wrong");
            wrong.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Different_questions_of_public_sets_almost_never_find_each_other()
    {
        List<string> all =
        [
            .. Read("benign-instructions", "items.jsonl"), .. Read("ret-cisi", "queries.jsonl"), .. Read("ret-cranfield", "queries.jsonl"),
            .. Read("ret-scifact", "queries.jsonl"), .. Read("ret-vaswani", "queries.jsonl"),
        ];
        if (all.Count == 0)
            Assert.Skip(SharedData.Missing);
        foreach (var threshold in new[] { 0.85, 0.90, 0.95 })
        {
            var model = ScriptedModel.Saying(static q => q);
            using var gateway = model.Gateway(Semantic(threshold));
            var found = new List<string>();
            foreach (var question in all.Distinct(StringComparer.Ordinal))
            {
                var call = new ModelCall(Setup.Ask(question));
                var answer = await gateway.GetResponseAsync(call, Stop);
                if (call.Cache == CacheStanding.Semantic)
                    found.Add($"{question} <- {answer.Text}");
            }

            Tell($"{all.Distinct().Count()} different questions at {threshold}: {found.Count} found another\n" + string.Join('\n', found.Take(20)));
            ((double)found.Count / all.Count).ShouldBeLessThan(0.01);
        }
    }

    private static CacheOptions Semantic(double threshold) => new() { Enabled = true, Semantic = new() { Enabled = true, Threshold = threshold } };

    // The model answers with the question that was meant, so that an answer to another one is seen.
    private static async Task<(double Same, double Near, double Wrong)> AskAsync(List<string> all, CacheOptions cache)
    {
        var random = new Random(2026);
        var questions = all.Where(static q => q.Length is > 20 and < 400).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(_ => random.Next()).Take(Questions).ToList();
        var meant = "";
        var model = ScriptedModel.Saying(_ => meant);
        using var gateway = model.Gateway(cache);
        var (same, near, wrong) = (0, 0, 0);
        for (var i = 0; i < Asked; i++)
        {
            // Zipf's law by the inverse of its sum: rank r is asked about 1/r as often as the first.
            var rank = (int)Math.Exp(random.NextDouble() * Math.Log(questions.Count)) - 1;
            meant = questions[rank];
            var call = new ModelCall(Setup.Ask(random.NextDouble() < 0.7 ? meant : InOtherWords(meant, random)));
            var answer = await gateway.GetResponseAsync(call, Stop);
            same += call.Cache == CacheStanding.Exact ? 1 : 0;
            near += call.Cache == CacheStanding.Semantic ? 1 : 0;
            wrong += answer.Text == meant ? 0 : 1;
        }

        return ((double)same / Asked, (double)near / Asked, (double)wrong / Asked);
    }

    private static string InOtherWords(string question, Random random)
    {
        var text = random.Next(4) switch
        {
            0 => char.ToLowerInvariant(question[0]) + question[1..],
            1 => question.TrimEnd('.', '?', '!', ' '),
            2 => question.Replace(" ", "  ", StringComparison.Ordinal) + "\n",
            _ => question,
        };
        return random.Next(6) switch
        {
            0 => "Please " + char.ToLowerInvariant(text[0]) + text[1..],
            1 => text + " Thanks!",
            2 => "Hi! " + text,
            3 => text + " please",
            4 => "Could you help me? " + text,
            _ => text + "!",
        };
    }

    private static List<string> Read(string set, string file)
    {
        if (SharedData.Find(set) is not { } folder)
            return [];
        return [.. File.ReadLines(Path.Combine(folder, file)).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!)];
    }

    private static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}"));
}
