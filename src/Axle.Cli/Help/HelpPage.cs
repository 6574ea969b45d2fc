using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Axle.Cli.Commands;
using Axle.Cli.Hosting;

namespace Axle.Cli.Help;

/// <summary>The page that <c>--help</c> shows: usage, arguments, options, remarks, examples and exit codes.</summary>
internal static class HelpPage
{
    private const string Indent = "  ";
    private const int WidestColumn = 34;

    /// <summary>Has <c>--help</c> and <c>--version</c> of a tree answered here.</summary>
    public static void Attach(RootCommand root, Outside outside)
    {
        foreach (var usual in root.Options.Where(static o => o is HelpOption or VersionOption).ToList())
            root.Options.Remove(usual);
        root.Options.Add(new HelpOption("--help", "-h")
        {
            Description = "Show this help.",
            Action = new Answer(parse => Write(parse.CommandResult.Command, outside.Output, outside.Width)),
        });
        root.Options.Add(new VersionOption("--version")
        {
            Description = "Show which Axle this is.",
            Action = new Answer(_ => outside.Output.WriteLine(ProductVersion.Text)),
        });
    }

    /// <summary>The command with the nouns before it: <c>ax workflow list</c>.</summary>
    public static string FullName(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{FullName(parent)} {command.Name}"
        : "ax";

    /// <summary>The options of a command, its own first, then those that all commands take.</summary>
    public static IEnumerable<Option> OptionsOf(Command command)
    {
        var inherited = command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(static o => o.Recursive);
        return command.Options.Concat(inherited).Where(static o => !o.Hidden).Distinct();
    }

    /// <summary>How the command line looks.</summary>
    public static string Usage(Command command)
    {
        var parts = new List<string> { FullName(command) };
        if (command.Subcommands.Count > 0)
            parts.Add("COMMAND");
        parts.AddRange(command.Arguments.Select(static a =>
            (a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : a.Name) + (a.Arity.MaximumNumberOfValues > 1 ? "…" : "")));
        parts.Add("[options]");
        return string.Join(' ', parts);
    }

    /// <summary>An option with its aliases and the name of its value.</summary>
    public static string Title(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(static a => a.StartsWith('-')).OrderBy(static a => a.Length).Append(option.Name));
        return option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? names : $"{names} {ValueName(option)}";
    }

    /// <summary>Writes the page.</summary>
    public static void Write(Command command, TextWriter output, int width)
    {
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine($"Usage: {Usage(command)}");
        Section(output, width, "Commands", command.Subcommands.Select(static c => (c.Name, c.Description ?? "")));
        Section(output, width, "Arguments", command.Arguments.Select(static a => (a.Name, a.Description ?? "")));
        Section(output, width, "Options", OptionsOf(command).Select(static o => (Title(o), o.Description ?? "")));
        foreach (var remark in (command as AxCommand)?.Remarks ?? [])
        {
            output.WriteLine();
            foreach (var line in Wrap(remark, width))
                output.WriteLine(line);
        }

        WriteExamples(command, output);
        if (command is RootCommand)
            Section(output, width, "Exit codes", ExitCodes.All.Select(static c => ($"{c.Code}", c.Meaning)));
    }

    /// <summary>Breaks a text into lines at blanks.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    private static void WriteExamples(Command command, TextWriter output)
    {
        var examples = command is RootCommand ? RootExamples : (command as AxCommand)?.Examples ?? [];
        if (examples.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"{Indent}# {example.Says}");
            output.WriteLine($"{Indent}{example.Line}");
        }
    }

    private static Example[] RootExamples { get; } =
    [
        new("ax workflow execute code-review", "Review the code in this directory; no key and no server needed"),
        new("ax workflow status latest", "See how the last run went"),
    ];

    private static void Section(TextWriter output, int width, string heading, IEnumerable<(string Title, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine($"{heading}:");
        var column = Math.Min(all.Max(static r => r.Title.Length), WidestColumn);
        var margin = Indent + new string(' ', column) + Indent;
        foreach (var (title, text) in all)
        {
            var lines = Wrap(text, Math.Max(width - margin.Length, 30)).ToList();
            var fits = title.Length <= column;
            output.WriteLine(fits ? $"{Indent}{title.PadRight(column)}{Indent}{lines[0]}".TrimEnd() : $"{Indent}{title}");
            foreach (var line in fits ? lines.Skip(1) : lines)
                output.WriteLine(margin + line);
        }
    }

    private static string ValueName(Option option) => option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    /// <summary>An answer that needs no command.</summary>
    private sealed class Answer(Action<ParseResult> write) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            write(parseResult);
            return ExitCodes.Success;
        }
    }
}
