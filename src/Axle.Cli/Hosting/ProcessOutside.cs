using System.Text;

namespace Axle.Cli.Hosting;

/// <summary>The outside of a real process.</summary>
internal sealed class ProcessOutside : IDisposable
{
    private readonly StreamWriter _output;
    private readonly StreamWriter _error;
    private readonly StreamReader _input;

    private ProcessOutside()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        _output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
        _error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
        _input = new StreamReader(Console.OpenStandardInput(), utf8);
        Value = new Outside
        {
            Output = _output,
            Error = _error,
            Input = _input,
            IsInputRedirected = Console.IsInputRedirected,
            ReadSecret = Console.IsInputRedirected ? null : ReadHidden,
            IsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            IsErrorTerminal = !Console.IsErrorRedirected,
            Width = WidthOfTerminal(),
            Directory = Environment.CurrentDirectory,
            Environment = Environment.GetEnvironmentVariable,
            Interrupts = new ProcessInterrupts(),
        };
    }

    public Outside Value { get; }

    public static ProcessOutside Open() => new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _input.Dispose();
    }

    private static string? ReadHidden()
    {
        var line = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && line.Length > 0)
                line.Length--;
            else if (!char.IsControl(key.KeyChar))
                line.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return line.ToString();
    }

    private static int WidthOfTerminal()
    {
        if (Console.IsOutputRedirected)
            return 100;
        try
        {
            return Math.Clamp(Console.WindowWidth, 40, 240);
        }
        catch (Exception unknown) when (unknown is IOException or PlatformNotSupportedException)
        {
            return 100;
        }
    }
}
