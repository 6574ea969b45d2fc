using System.Globalization;
using System.Text.Json;
using Axle.Models.Catalog;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Models.Routing;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Routing;

/// <summary>
/// What <c>model: auto</c> costs beside always the best model, on public questions at the prices that Axle ships; docs/routing.md has the numbers. Every
/// model is taken to need the same tokens: the question, a quarter of its characters, and an answer of 400.
/// </summary>
public sealed class What_auto_costs
{
    private const int TokensOfAnswer = 400;
    private static readonly DateTimeOffset Day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Providers => new()
    {
        { "anthropic", "claude-opus-4-7, claude-sonnet-4-6, claude-haiku-4-5" },
        { "openai", "gpt-5.5, gpt-5.4, gpt-5.4-mini, gpt-5.4-nano" },
        { "gemini", "gemini-3-pro, gemini-2.5-pro, gemini-2.5-flash, gemini-2.5-flash-lite" },
    };

    [Theory, MemberData(nameof(Providers))]
    public void Auto_costs_at_least_two_fifths_less_than_always_the_best(string provider, string models)
    {
        var questions = Read();
        if (questions.Count == 0)
            Assert.Skip(SharedData.Missing);
        var entry = new ProviderOptions(provider, provider) { Key = new Secret("k"), Models = models.Split(", "), DefaultModel = models.Split(", ")[0] };
        var options = new ModelOptions([entry]);
        foreach (var floor in new int?[] { null, 70, 80 })
        {
            var planner = new RoutePlanner(options, ProviderCatalog.All, new DeploymentTable(options.Catalog.Find, options.Routing));
            var (big, auto) = (0m, 0m);
            foreach (var (_, text) in questions)
            {
                var request = Setup.Ask(text) with { Model = RoutePlanner.Auto, QualityFloor = floor };
                auto += Price(planner.Plan(request, ComplexityReader.Read(request.Messages, null)).Candidates[0].Deployment.Card!, text);
                big += Price(options.Catalog.Find(entry, entry.DefaultModel)!, text);
            }

            Tell($"{provider}, floor {floor?.ToString(CultureInfo.InvariantCulture) ?? "as shipped"}: always {entry.DefaultModel} ${big:0.00}, auto ${auto:0.00}, saved {1 - (auto / big):P0}");
            if (floor is null)
                (auto / big).ShouldBeLessThan(0.6m);
        }
    }

    [Fact]
    public void Half_of_the_questions_about_code_are_seen_as_such()
    {
        var questions = Read();
        if (questions.Count == 0)
            Assert.Skip(SharedData.Missing);
        foreach (var group in questions.GroupBy(static q => q.Group).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var found = group.GroupBy(static q => ComplexityReader.Read([new ChatMessage(ChatRole.User, q.Text)], null)).ToDictionary(static g => g.Key, static g => g.Count());
            Tell($"{group.Key}, {group.Count()}: " + string.Join(", ", Enum.GetValues<QueryComplexity>().Select(c => $"{c} {found.GetValueOrDefault(c)}")));
            if (group.Key.EndsWith("/coding", StringComparison.Ordinal))
                found.GetValueOrDefault(QueryComplexity.Code).ShouldBeGreaterThanOrEqualTo(group.Count() / 2);
        }
    }

    private static decimal Price(ModelCard card, string text) =>
        CallCost.Of(new ModelUsage(text.Length / 4, TokensOfAnswer, 0), card.PriceAt(Day)).Usd;

    private static List<(string Group, string Text)> Read() => SharedData.Find("benign-instructions") is not { } folder ? [] :
    [
        .. File.ReadLines(Path.Combine(folder, "items.jsonl")).Select(static line => JsonElement.Parse(line)).Select(static item => (
            item.GetProperty("source").GetString() is "mt_bench" or "vicuna_bench"
                ? $"{item.GetProperty("source")}/{item.GetProperty("category")}"
                : item.GetProperty("source").GetString()!,
            item.GetProperty("text").GetString()!)),
    ];

    private static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
