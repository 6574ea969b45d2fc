using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Search;

/// <summary><c>text.search</c>: lines that hold a text or match a regular expression; what git ignores is left out.</summary>
public sealed class TextSearchTool : ITool
{
    private const int MostHits = 100;
    private const int LongestLine = 300;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "text.search", "Finds lines of text files by a text or a regular expression; ignored files are left out.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "pattern": { "type": "string", "minLength": 1, "maxLength": 1000,
                    "description": "A text; with regex, a regular expression without backreferences and lookarounds." },
                "regex": { "type": "boolean", "default": false, "description": "Whether the pattern is a regular expression." },
                "ignoreCase": { "type": "boolean", "default": false, "description": "Whether letter case is free." },
                "path": { "type": "string", "format": "workspace-glob", "description": "Folder, file or pattern to look in; everything when left out." },
                "most": { "type": "integer", "minimum": 1, "maximum": 2000, "default": 100, "x-axle-clamp": true, "description": "Most lines to give." }
              },
              "required": ["pattern"],
              "additionalProperties": false
            }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var expression = Expression(arguments);
        var tree = await SourceTree.LoadAsync(context.Workspace, cancellationToken: cancellationToken);
        var most = SourceSelection.Number(arguments, "most", MostHits);
        var hits = new List<TextHit>();
        foreach (var file in tree.Under(SourceSelection.Text(arguments, "path")))
        {
            cancellationToken.ThrowIfCancellationRequested();
            hits.AddRange(HitsIn(file, expression).Take(most + 1 - hits.Count));
            if (hits.Count > most)
            {
                break;
            }
        }

        return FindingJson.ToElement(new { hits = hits.Take(most), more = hits.Count > most, skipped = tree.Skipped });
    }

    private static Regex Expression(JsonElement arguments)
    {
        var pattern = arguments.GetProperty("pattern").GetString()!;
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Multiline
            | (SourceSelection.Flag(arguments, "ignoreCase", false) ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex(SourceSelection.Flag(arguments, "regex", false) ? pattern : Regex.Escape(pattern), options);
        }
        catch (Exception broken) when (broken is ArgumentException or NotSupportedException)
        {
            throw new AxleException(ErrorKind.Validation, $"/pattern is no regular expression that can be searched for: {broken.Message}", broken);
        }
    }

    private static IEnumerable<TextHit> HitsIn(SourceFile file, Regex expression)
    {
        if (!expression.IsMatch(file.Text))
        {
            yield break;
        }

        foreach (var (index, line) in file.Text.Split('\n').Index())
        {
            var match = expression.Match(line);
            if (match.Success)
            {
                yield return new TextHit(file.Path, index + 1, match.Index + 1, line.Length <= LongestLine ? line.TrimEnd('\r') : $"{line[..LongestLine]}…");
            }
        }
    }

    private sealed record TextHit(string File, int Line, int Column, string Text);
}
