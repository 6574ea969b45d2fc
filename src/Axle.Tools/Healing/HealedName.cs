using Axle.Schemas;

namespace Axle.Tools.Healing;

/// <summary>The name of a tool as a model wrote it, brought to a tool that there is.</summary>
/// <param name="Name">The tool's name; null when none is surely meant.</param>
/// <param name="Mend">What was changed; null when nothing was.</param>
/// <param name="Problem">What to tell the model when <paramref name="Name"/> is null; null otherwise.</param>
public sealed record HealedName(string? Name, Mend? Mend, string? Problem)
{
    private const int MostListed = 20;

    private static readonly string[] Prefixes = ["functions", "tools", "tool", "mcp"];

    /// <summary>
    /// Finds the tool that is meant. A name is mended only when letter case, separators and a leading <c>functions.</c> are all that differs and
    /// only one tool fits; a misspelt one is a hint, because the wrong tool may be called with arguments that fit.
    /// </summary>
    /// <param name="written">What the model wrote.</param>
    /// <param name="names">The tools there are for this caller.</param>
    public static HealedName Of(string written, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Contains(written))
        {
            return new HealedName(written, null, null);
        }

        var plain = PlainName.Of(written);
        var bare = Prefixes.FirstOrDefault(prefix => plain.StartsWith(prefix, StringComparison.Ordinal)) is { } found ? plain[found.Length..] : plain;
        var fitting = names.Where(name => PlainName.Of(name) is var known && (known == plain || known == bare)).Take(2).ToList();
        if (fitting is [var only])
        {
            return new HealedName(only, new Mend("", written.Length <= 128 ? written : "a long name", only, MendRung.Name), null);
        }

        var tools = names.Count <= MostListed ? $"Tools: {string.Join(", ", names)}." : "Search for one.";
        return new HealedName(null, null, NearestName.Find(written, names) is { } nearest
            ? $"There is no tool '{written}'. Did you mean '{nearest}'?"
            : $"There is no tool '{written}'. {tools}");
    }
}
