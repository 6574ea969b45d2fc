using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Axle.Bench.Cluster;

/// <summary>Another process that is asked by lines, and that tells things by itself.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly Action<NodeProcess, string>? _hear;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _asked = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _trouble = new();
    private readonly Task _listening;

    private NodeProcess(ProcessStartInfo start, Action<NodeProcess, string>? hear)
    {
        _hear = hear;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} does not start.");
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginErrorReadLine();
        _listening = ListenAsync();
    }

    public int Id => _process.Id;

    /// <summary>Starts a program, and waits until it says that it is ready.</summary>
    /// <param name="program">The program, and what it is told.</param>
    /// <param name="hear">Told every line that answers nothing, in order; by the time <see cref="KillAsync"/> returns, all of them.</param>
    public static async Task<NodeProcess> StartAsync(string[] program, Action<NodeProcess, string>? hear = null)
    {
        var node = new NodeProcess(
            new ProcessStartInfo(program[0], program[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true }, hear);
        await node._ready.Task;
        return node;
    }

    /// <summary>Starts this program anew as a node.</summary>
    public static Task<NodeProcess> StartAsync(string role, string store, string queue, int concurrency, Action<NodeProcess, string>? hear)
    {
        var self = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, typeof(NodeProcess).Assembly.Location] : [self];
        return StartAsync([.. program, NodeCommand.Verb, role, store, queue, concurrency.ToString(CultureInfo.InvariantCulture)], hear);
    }

    /// <summary>Asks something that may take its time; one of each verb at a time.</summary>
    public async Task<T> AskAsync<T>(string verb, params string[] words)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[verb] = answer;
        await _process.StandardInput.WriteLineAsync(string.Join(' ', [verb, .. words]));
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<T>(await answer.Task, JsonSerializerOptions.Web)!;
    }

    /// <summary>kill -9, and waits until it is gone and everything it said was heard.</summary>
    /// <returns>The moment just before.</returns>
    public async Task<DateTimeOffset> KillAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _listening;
        return now;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            switch (line.Split(' ', 3))
            {
                case ["ready"]:
                    _ready.TrySetResult();
                    break;
                case ["=", var verb, var answer]:
                    _asked[verb].TrySetResult(answer);
                    break;
                case ["!", ..]:
                    Fail(line);
                    break;
                default:
                    _hear?.Invoke(this, line);
                    break;
            }
        }

        await _process.WaitForExitAsync();
        Fail($"It ended with {_process.ExitCode}.");
    }

    private void Fail(string what)
    {
        string trouble;
        lock (_trouble)
            trouble = _trouble.ToString();
        var fault = new InvalidOperationException($"A process of the benchmark failed: {what}\n{trouble}");
        _ready.TrySetException(fault);
        foreach (var answer in _asked.Values)
            answer.TrySetException(fault);
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_trouble)
            _trouble.AppendLine(line);
    }
}
