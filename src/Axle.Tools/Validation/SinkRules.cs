using System.Buffers;
using Axle.Tools.Contract;

namespace Axle.Tools.Validation;

/// <summary>What a text may hold, by where it goes.</summary>
internal static class SinkRules
{
    // Everything that a POSIX shell or cmd gives a meaning of its own.
    private static readonly SearchValues<char> ShellSigns = SearchValues.Create(";|&$`<>(){}[]*?!#~\\\"'%^\n\r");

    /// <summary>What is wrong with a text that goes there; null when nothing is.</summary>
    public static string? Problem(ArgumentSink sink, string text, string workspace) => sink switch
    {
        ArgumentSink.Path => PathProblem(text, workspace),
        ArgumentSink.Shell => ShellProblem(text),
        ArgumentSink.Argument => text.Any(char.IsControl) ? "holds a control character; an argument is one line of text" : null,
        ArgumentSink.Sql => SqlText.Problem(text),
        ArgumentSink.Url => UrlText.Problem(text),
        _ => null,
    };

    /// <summary>Relative or absolute, but inside the workspace, also after links are followed.</summary>
    private static string? PathProblem(string text, string workspace)
    {
        if (text.Any(char.IsControl))
        {
            return "the path holds a control character";
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(workspace));
        var inside = text == root ? "."
            : text.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? text[(root.Length + 1)..] is { Length: > 0 } rest ? rest : "."
            : text;
        return WorkspacePaths.Problem(workspace, inside) is { } problem ? $"the path {problem}" : null;
    }

    private static string? ShellProblem(string text) =>
        text.StartsWith('-') ? "begins with '-', which the command would take for an option"
        : text.AsSpan().ContainsAny(ShellSigns) || text.Any(char.IsControl) ? "holds a sign that a shell reads as a command; write a plain word"
        : null;
}
