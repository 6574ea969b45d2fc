using Axle.Tools.BuiltIn.Sources.Languages;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Sources;

/// <summary>One text file of a workspace. Its text is kept; lines and tokens are made when first asked for.</summary>
public sealed class SourceFile
{
    private readonly WeakReference<Token[]?> _tokens = new(null);
    private int[]? _lineStarts;

    /// <summary>Makes a file from text, also for text that stands in no file.</summary>
    /// <param name="path">Path relative to the workspace, with forward slashes.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="language">Its language; worked out from path and text when null.</param>
    public SourceFile(string path, string text, Language? language = null)
    {
        Path = path;
        Text = text;
        Language = language ?? LanguageTable.Detect(path, text);
        Roles = RoleOf.File(path, text, Language);
    }

    /// <summary>Path relative to the workspace, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The language; null when it is not known.</summary>
    public Language? Language { get; }

    /// <summary>What the file is for.</summary>
    public SourceRoles Roles { get; }

    /// <summary>A test, a fixture or test data.</summary>
    public bool IsTest => Roles.HasFlag(SourceRoles.Test);

    /// <summary>Written by a program.</summary>
    public bool IsGenerated => Roles.HasFlag(SourceRoles.Generated);

    /// <summary>Somebody else's code.</summary>
    public bool IsVendored => Roles.HasFlag(SourceRoles.Vendored);

    /// <summary>Documentation, example, demo or benchmark.</summary>
    public bool IsExample => Roles.HasFlag(SourceRoles.Example);

    /// <summary>Whether it is a program that the project's people write and ship: code, and none of the other roles.</summary>
    public bool IsProduct => Roles == SourceRoles.None && Language is { IsCode: true };

    /// <summary>The path's last part.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The path's folder; empty for the root.</summary>
    public string Folder => Path.LastIndexOf('/') is var slash and >= 0 ? Path[..slash] : "";

    /// <summary>How many lines the text has; 0 when it is empty.</summary>
    public int LineCount => Text.Length == 0 ? 0 : LineStarts.Length - (Text[^1] == '\n' ? 1 : 0);

    /// <summary>All tokens, comments included. May be made again when memory was short.</summary>
    public IReadOnlyList<Token> Tokens => TokenArray;

    internal Token[] TokenArray
    {
        get
        {
            if (!_tokens.TryGetTarget(out var tokens) || tokens is null)
            {
                tokens = Language is null ? [] : SourceLexer.Lex(Text, Language);
                _tokens.SetTarget(tokens);
            }

            return tokens;
        }
    }

    private int[] LineStarts => _lineStarts ??= FindLineStarts(Text);

    /// <summary>One line without its end.</summary>
    /// <param name="number">From 1; a number outside the file gives an empty line.</param>
    public ReadOnlySpan<char> Line(int number)
    {
        if (number < 1 || number > LineStarts.Length)
        {
            return [];
        }

        int start = LineStarts[number - 1];
        int end = number < LineStarts.Length ? LineStarts[number] - 1 : Text.Length;
        return Text.AsSpan(start, end - start).TrimEnd('\r');
    }

    /// <summary>The line, from 1, that holds the character at the offset.</summary>
    public int LineAt(int offset)
    {
        int found = Array.BinarySearch(LineStarts, offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The path and the language.</summary>
    public override string ToString() => $"{Path} ({Language?.Id ?? "unknown"})";

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (int at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return [.. starts];
    }
}
