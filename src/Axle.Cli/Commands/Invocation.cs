using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Hosting;
using Axle.Library;
using Axle.Storage.Postgres;

namespace Axle.Cli.Commands;

/// <summary>One call of a command: what was typed, and where its answer goes.</summary>
/// <param name="parse">What was typed.</param>
/// <param name="context">What commands are made from.</param>
internal sealed class Invocation(ParseResult parse, CommandContext context)
{
    private ProjectWorkflows? _workflows;

    public Outside Outside => context.Outside;

    /// <summary>Whether the answer is one JSON document.</summary>
    public bool Json => parse.GetValue(context.Globals.Json);

    /// <summary>Whether progress is written as plain lines.</summary>
    public bool Plain => Json || !Outside.IsTerminal || parse.GetValue(context.Globals.Plain) || Outside.Has("NO_COLOR") || Outside.Has("CI");

    /// <summary>The database file; absolute.</summary>
    public string DatabasePath
    {
        get
        {
            var path = NamedDatabase;
            return Outside.FullPath(string.IsNullOrEmpty(path) || PostgresAddress.IsOne(path) ? AxleOptions.DefaultDatabase : path);
        }
    }

    /// <summary>Which store holds the runs: <c>sqlite</c>, or an address. A database that is named decides; else what the project says.</summary>
    public string Store
    {
        get
        {
            if (PostgresAddress.IsOne(NamedDatabase))
                return NamedDatabase!;
            return parse.GetValue(context.Globals.Database) is { Length: > 0 }
                ? StoreSetting.Sqlite
                : StoreSetting.Of(Outside.Directory, Outside.Environment) ?? StoreSetting.Sqlite;
        }
    }

    /// <summary>How steps get to those who make them: <c>local</c>, or an address. Runs of a file that is named stay in this process.</summary>
    public string Queue => Store == StoreSetting.Sqlite && HasTypedDatabase
        ? QueueSetting.Local
        : QueueSetting.Of(Outside.Directory, Outside.Environment) ?? QueueSetting.Local;

    /// <summary>Whether a database was named on the command line itself.</summary>
    public bool HasTypedDatabase => parse.GetValue(context.Globals.Database) is { Length: > 0 };

    private string? NamedDatabase =>
        parse.GetValue(context.Globals.Database) is { Length: > 0 } typed ? typed : Outside.Environment(GlobalOptions.DatabaseVariable);

    /// <summary>The workflows that are known by name here.</summary>
    public ProjectWorkflows Workflows => _workflows ??= new ProjectWorkflows(Outside.Directory);

    /// <summary>Whether an option was typed.</summary>
    public bool IsTyped(Option option) => parse.GetResult(option) is { Implicit: false };

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public T? Get<T>(Argument<T> argument) => parse.GetValue(argument);

    /// <summary>An argument that the parser has made sure of.</summary>
    public string Require(Argument<string> argument) => parse.GetValue(argument) ?? throw new UsageException($"{argument.Name} is missing.");

    /// <summary>Puts Axle together for this call. Nothing is opened or read before it is asked for.</summary>
    public AxleHost Compose(Action<AxleOptions>? configure = null) => AxleHost.Create(Outside, DatabasePath, Store, Workflows, options =>
    {
        options.Queue = Queue;
        options.QueueNote = Note;
        configure?.Invoke(options);
    });

    /// <summary>Writes the JSON document that answers the call.</summary>
    public void WriteDocument<T>(T document, JsonTypeInfo<T> type) => CliJson.Write(Outside.Output, document, type);

    /// <summary>A line of the answer for people.</summary>
    public void Say(string line = "") => Outside.Output.WriteLine(line);

    /// <summary>A line beside the answer, for people: it never mixes with a document.</summary>
    public void Note(string line) => Outside.Error.WriteLine(line);
}
