using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Axle.Policies;

/// <summary>
/// Says who may see content by where it comes from. Labels name every source, through agents, lists and variables; what hides its sources (a used workflow, a
/// reused result, an agent that is no prompt, work that was handed on, a signal, what was remembered) counts as the most closed that there is.
/// </summary>
/// <param name="levels">By pattern of a tool's name, or of a source as labels name it.</param>
internal sealed class SourceConfidentiality(ImmutableDictionary<string, Confidentiality> levels)
{
    private const string Tool = "tool:";
    private static readonly string[] Hiding = ["workflow:", "cache:", "agent:", "signal:", "tool:delegate", "tool:memory."];

    private readonly Confidentiality _most = levels.IsEmpty ? Confidentiality.Open : levels.Values.Max();

    /// <summary>The label with what its sources say.</summary>
    public FlowLabel Of(FlowLabel label) => _most == Confidentiality.Open || label.Sources.IsEmpty ? label : label with
    {
        Confidentiality = (Confidentiality)Math.Max((int)label.Confidentiality, (int)label.Sources.Max(Of)),
    };

    // Of two patterns that fit the longer one tells: files.public.read is more than files.*. Of two of one length the more closed.
    private Confidentiality Of(string source)
    {
        var name = source.StartsWith(Tool, StringComparison.Ordinal) ? source[Tool.Length..] : source;
        var fitting = levels.Keys.Where(pattern => Fits(pattern, name) || Fits(pattern, source)).MaxBy(pattern => (pattern.Length, levels[pattern]));
        return fitting is not null ? levels[fitting]
            : Hiding.Any(kind => source.StartsWith(kind, StringComparison.Ordinal)) ? _most
            : Confidentiality.Open;
    }

    private static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
