using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Output;
using Axle.Cli.Sources;
using Axle.Tools.Sandbox;
using Axle.Tools.Sandbox.Results;

namespace Axle.Cli.Commands.Sandbox;

/// <summary><c>ax sandbox run</c>: runs a program as a <c>code</c> step would.</summary>
internal sealed class SandboxRunCommand : AxCommand
{
    private static readonly Dictionary<string, SandboxLanguage> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".py"] = SandboxLanguage.Python,
        [".js"] = SandboxLanguage.JavaScript,
        [".mjs"] = SandboxLanguage.JavaScript,
        [".sql"] = SandboxLanguage.Sql,
    };

    private readonly Argument<string> _program = new("PROGRAM") { Description = "A file; '-' reads the program from the standard input." };

    private readonly Option<string?> _language = new("--language", "-l")
    {
        Description = "python, javascript or sql. Default: what the file's name says.",
        HelpName = "LANGUAGE",
    };

    private readonly Option<string[]> _input = new("--input", "-i")
    {
        Description = "A value of 'inputs'; JSON where it is JSON, else text. May be repeated.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string[]> _file = new("--file", "-f")
    {
        Description = "A file that the program reads below in/. May be repeated.",
        HelpName = "FILE",
    };

    private readonly Option<string> _time = new("--timeout") { Description = "How long it may run. Default: 30s.", HelpName = "TIME", DefaultValueFactory = static _ => "30s" };

    private readonly Option<int> _memory = new("--memory") { Description = "MiB of memory. Default: 512.", HelpName = "MIB", DefaultValueFactory = static _ => 512 };

    private readonly Option<string?> _out = new("--out") { Description = "Directory for the tables, pictures and files it leaves. Default: they are only named.", HelpName = "DIR" };

    public SandboxRunCommand(CommandContext context)
        : base(context, "run", "Run a Python, JavaScript or SQL program in the sandbox.",
            new("ax sandbox run sums.py --input n=3 --file sales.csv --out results", "Python: 'inputs' is a dict, in/sales.csv is there, out/ comes back"),
            new("echo 'select region, sum(amount) from sales group by 1' | ax sandbox run - --language sql --file sales.csv", "SQL over a CSV file"),
            new("ax sandbox run check.js --json | jq .result", "What a JavaScript program returns"))
    {
        Add(_program);
        foreach (var option in (Option[])[_language, _input, _file, _time, _memory, _out])
            Add(option);
        Remarks = ["The program has no network, sees no files but those it is given, and leaves nothing behind. See docs/sandbox.md."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var typed = call.Require(_program);
        var job = new SandboxJob(Language(call, typed), await SourceAsync(call, typed, cancellationToken))
        {
            Inputs = Inputs(call),
            Files = await FilesAsync(call, cancellationToken),
            Limits = new SandboxLimits { Time = TimeText.Read("--timeout", call.Get(_time)!), Memory = (long)call.Get(_memory) << 20 },
            Name = typed,
        };
        await using var host = call.Compose();
        var outcome = await host.Get<CodeSandbox>().RunAsync(job, cancellationToken);
        if (call.Get(_out) is { Length: > 0 } directory)
            await SaveAsync(call.Outside.FullPath(directory), outcome, cancellationToken);
        if (call.Json)
            call.Say(JsonSerializer.Serialize(OutcomeJson.Of(outcome), CliJson.Context.Options));
        else
            Write(call, outcome);
        return ExitCodes.Success;
    }

    private SandboxLanguage Language(Invocation call, string typed)
    {
        if (call.Get(_language) is not { Length: > 0 } language)
        {
            return Extensions.TryGetValue(Path.GetExtension(typed), out var known)
                ? known
                : throw new UsageException("--language is missing: give python, javascript or sql, as the program's name does not tell.");
        }

        return Enum.TryParse<SandboxLanguage>(language, ignoreCase: true, out var named) && Enum.IsDefined(named) && !char.IsAsciiDigit(language[0])
            ? named
            : throw new UsageException($"--language {language}: give python, javascript or sql.");
    }

    private static async Task<string> SourceAsync(Invocation call, string typed, CancellationToken cancellationToken)
    {
        if (typed == "-")
            return await call.Outside.Input.ReadToEndAsync(cancellationToken);
        var path = call.Outside.FullPath(typed);
        return File.Exists(path)
            ? await File.ReadAllTextAsync(path, cancellationToken)
            : throw new AxleException(ErrorKind.NotFound, $"There is no file '{typed}'. Check the path; it counts from the current directory.");
    }

    private JsonElement Inputs(Invocation call)
    {
        var inputs = new JsonObject();
        foreach (var input in call.Get(_input) ?? [])
        {
            var at = input.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new UsageException($"--input {input}: give NAME=VALUE.");
            inputs[input[..at]] = Value(input[(at + 1)..]);
        }

        return JsonSerializer.SerializeToElement(inputs);
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private async Task<ImmutableArray<SandboxFile>> FilesAsync(Invocation call, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<SandboxFile>();
        foreach (var typed in call.Get(_file) ?? [])
        {
            var path = call.Outside.FullPath(typed);
            if (!File.Exists(path))
                throw new AxleException(ErrorKind.NotFound, $"--file: there is no file '{typed}'. Check the path; it counts from the current directory.");
            files.Add(new SandboxFile(Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellationToken)));
        }

        return files.ToImmutable();
    }

    private static async Task SaveAsync(string directory, SandboxOutcome outcome, CancellationToken cancellationToken)
    {
        var files = outcome.Files.Concat(outcome.Pictures.Select(static p => new SandboxFile(p.Name, p.Content)))
            .Concat(outcome.Tables.Select(static t => new SandboxFile(t.Name, t.Content)));
        foreach (var file in files)
        {
            var path = Path.Combine(directory, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, file.Content.ToArray(), cancellationToken);
        }
    }

    private static void Write(Invocation call, SandboxOutcome outcome)
    {
        if (outcome.Text.Length > 0)
            call.Say(outcome.Text);
        if (outcome.Errors.Length > 0)
            call.Note(outcome.Errors);
        if (outcome.Result.ValueKind != JsonValueKind.Undefined)
            call.Say(JsonSerializer.Serialize(outcome.Result, CliJson.Context.Options));
        foreach (var table in outcome.Tables)
            call.Note($"table {table.Name}: {table.RowCount} rows of {string.Join(", ", table.Columns)}");
        foreach (var picture in outcome.Pictures)
            call.Note($"picture {picture.Name}: {picture.Content.Length} bytes");
        foreach (var file in outcome.Files)
            call.Note($"file {file.Name}: {file.Content.Length} bytes");
        foreach (var note in outcome.Notes)
            call.Note(note);
    }
}
