using System.Text.Json;
using Axle.Cli.Hosting;
using Axle.Models.Configuration;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Cli.Tests.Support;

/// <summary>A directory of its own with a real database in it, and a command line that works there without a terminal.</summary>
internal sealed class Workbench : IDisposable
{
    /// <summary>Three steps in a row, done by the script.</summary>
    public const string ThreeSteps = """
        name: three
        version: 1.2.0
        inputs:
          word: {type: string, default: hello}
        steps:
          - {key: one, agent: quality, action: lint-codebase, retry: {maxAttempts: 1}}
          - {key: two, agent: quality, action: lint-codebase, dependsOn: [one], retry: {maxAttempts: 1}}
          - {key: three, agent: quality, action: lint-codebase, dependsOn: [two], with: {focus: "${{ inputs.word }}"}, retry: {maxAttempts: 1}}
        outputs:
          word: ${{ inputs.word }}
        """;

    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("axle-cli-");

    public string Directory => _directory.FullName;

    public StepScript Steps { get; } = new();

    public FakeInterrupts Interrupts { get; } = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Input { get; set; } = "";

    public bool IsInputRedirected { get; set; } = true;

    /// <summary>Has the real agents do the steps.</summary>
    public bool UsesAgents { get; set; }

    /// <summary>The model providers; none by default.</summary>
    public ModelOptions Models { get; set; } = ModelOptions.None;

    public string DatabasePath => Path.Combine(Directory, ".axle", "axle.db");

    public string Write(string name, string text)
    {
        var path = Path.Combine(Directory, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public Call Begin(params string[] arguments)
    {
        var (output, error) = (new WatchedWriter(), new WatchedWriter());
        var outside = new Outside
        {
            Output = output,
            Error = error,
            Input = new StringReader(Input),
            IsInputRedirected = IsInputRedirected,
            Directory = Directory,
            Environment = name => Variables.GetValueOrDefault(name),
            Interrupts = Interrupts,
            Services = services =>
            {
                services.AddSingleton(Models);
                if (!UsesAgents)
                    services.AddSingleton<IStepHandler>(Steps);
            },
        };
        return new Call(output, error, Task.Run(() => CommandLine.RunAsync(arguments, outside)));
    }

    public async Task<Answer> RunAsync(params string[] arguments) => await Begin(arguments).EndAsync();

    public void Dispose() => _directory.Delete(recursive: true);
}

/// <summary>A command that goes.</summary>
internal sealed record Call(WatchedWriter Output, WatchedWriter Error, Task<int> Code)
{
    public async Task<Answer> EndAsync() => new(await Code.WaitAsync(TimeSpan.FromMinutes(5)), Output.ToString(), Error.ToString());
}

/// <summary>What a command left behind.</summary>
internal sealed record Answer(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
