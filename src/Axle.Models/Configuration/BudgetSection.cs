using System.Globalization;
using Axle.Models.Budget;
using Axle.Schemas;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads the <c>budgets</c> section of <c>axle.yaml</c>:
/// <code>
/// budgets:
///   - { for: session, usd: 5 }
///   - { for: user, name: alice, per: day, usd: 50, alertAt: 90, action: pause }
///   - { for: tenant, per: month, usd: 500, tokens: 100000000, calls: 50000, action: downgrade }
///   - { for: user, per: day, usd: none }      # switches a default off
/// </code>
/// What is not named there keeps the defaults.
/// </summary>
internal sealed class BudgetSection(NodeReader reader)
{
    private const string Section = "budgets";
    private const int MostBudgets = 1_000;
    private const decimal HighestUsd = 1_000_000;
    private static readonly string[] Keys = ["for", "name", "per", "usd", "tokens", "calls", "alertAt", "action"];

    /// <summary>Reads the section; what is wrong is noted and its default kept.</summary>
    public static BudgetOptions Read(YamlMappingNode root, ConfigurationFaults faults) =>
        ConfigurationFile.Section(root, Section) is { } node ? new BudgetSection(new NodeReader(faults)).Read(node) : BudgetOptions.Default;

    private BudgetOptions Read(YamlNode node)
    {
        if (node is not YamlSequenceNode { Children.Count: <= MostBudgets } list)
        {
            reader.Add(Section, node, $"Must be a list of at most {MostBudgets} budgets, for example [{{ for: session, usd: 5 }}].");
            return BudgetOptions.Default;
        }

        var rules = new List<BudgetRule>();
        foreach (var (index, item) in list.Children.Index())
        {
            if (ReadRule($"{Section}[{index}]", item) is not { } rule)
                continue;
            if (rules.Any(r => (r.For, r.Name, r.Per) == (rule.For, rule.Name, rule.Per)))
                reader.Add($"{Section}[{index}]", item, "There is a budget for the same and the same time already; put both limits into one.");
            rules.Add(rule);
        }

        return new BudgetOptions([.. BudgetOptions.Default.Rules.Where(d => !rules.Any(r => (r.For, r.Name, r.Per) == (d.For, null, d.Per))), .. rules]);
    }

    private BudgetRule? ReadRule(string path, YamlNode node)
    {
        BudgetSubject? subject = null;
        var hasLimit = false;
        var rule = new BudgetRule(BudgetSubject.Everything, new SpendingLimit(null));
        foreach (var (key, value) in reader.Mapping(path, node))
        {
            var place = $"{path}.{key}";
            switch (key)
            {
                case "for":
                    subject = Word<BudgetSubject>(place, value);
                    break;
                case "name":
                    rule = rule with { Name = SectionReader.Text(value) };
                    break;
                case "per":
                    rule = rule with { Per = Word<BudgetPeriod>(place, value) ?? BudgetPeriod.Always };
                    break;
                case "action":
                    rule = rule with { Action = Word<BudgetAction>(place, value) ?? BudgetAction.Stop };
                    break;
                case "alertAt":
                    rule = rule with { AlertAt = (reader.Whole(place, value, 1, 100) ?? 80) / 100m };
                    break;
                case "usd" or "tokens" or "calls":
                    hasLimit = true;
                    rule = rule with { Limit = ReadLimit(rule.Limit, place, key, value) };
                    break;
                default:
                    reader.UnknownKey(place, value, key, Keys);
                    break;
            }
        }

        if (!hasLimit)
            reader.Add(path, node, "Needs a limit: 'usd', 'tokens' or 'calls'; 'usd: none' switches a budget off.");
        if (subject is null)
            reader.Add(path, node, $"Needs 'for': {string.Join(", ", Words<BudgetSubject>())}.");
        return subject is { } known ? rule with { For = known } : null;
    }

    private SpendingLimit ReadLimit(SpendingLimit limit, string place, string key, YamlNode value)
    {
        if (SectionReader.Text(value) == "none")
            return limit;
        return key switch
        {
            "usd" => limit with { Usd = reader.Usd(place, value, HighestUsd) },
            "tokens" => limit with { Tokens = reader.Whole(place, value, 0, 1_000_000_000_000) },
            _ => limit with { Calls = reader.Whole(place, value, 0, 1_000_000_000) },
        };
    }

    private T? Word<T>(string place, YamlNode node)
        where T : struct, Enum
    {
        var text = SectionReader.Text(node);
        var words = Words<T>();
        var index = Array.FindIndex(words, w => w.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return Enum.GetValues<T>()[index];
        var nearest = NearestName.Find(text, words);
        reader.Add(place, node, string.Create(CultureInfo.InvariantCulture,
            $"Must be one of {string.Join(", ", words)}.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}"));
        return null;
    }

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(static n => n.ToLowerInvariant())];
}
