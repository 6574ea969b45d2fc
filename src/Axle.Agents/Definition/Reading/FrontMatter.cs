namespace Axle.Agents.Definition.Reading;

/// <summary>The two parts of an agent file.</summary>
/// <param name="Yaml">The text between the two lines <c>---</c>.</param>
/// <param name="FirstLine">Line of the file on which <paramref name="Yaml"/> begins, from 1.</param>
/// <param name="Body">The Markdown below, trimmed.</param>
/// <param name="BodyLine">Line of the file below the front matter, from 1.</param>
internal sealed record FrontMatter(string Yaml, int FirstLine, string Body, int BodyLine)
{
    private const string Fence = "---";

    public static FrontMatter? Split(string text, FaultList faults)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        if (lines[0].TrimEnd() != Fence)
        {
            faults.Add(1, 1, "an agent file begins with a line '---', then YAML, then another line '---', then the agent's instructions.");
            return null;
        }

        var end = Array.FindIndex(lines, 1, static line => line.TrimEnd() == Fence);
        if (end < 0)
        {
            faults.Add(1, 1, "the YAML at the top is not closed: put a line '---' below it.");
            return null;
        }

        return new FrontMatter(string.Join('\n', lines[1..end]), 2, string.Join('\n', lines[(end + 1)..]).Trim(), end + 2);
    }
}
