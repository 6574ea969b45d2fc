using System.Globalization;

namespace Axle.Chaos;

/// <summary>What is done, for how long, and to which build of Axle.</summary>
internal sealed record ChaosOptions
{
    public const string Usage = """
        usage: Axle.Chaos [--minutes N] [--seed N] [--kill-every SECONDS] [--fault-every SECONDS] [--rate N] [--ax FOLDER] [--json FILE] [--proxies]
               Axle.Chaos --upgrade FOLDER [--rate N] [--asks N] [--ax FOLDER] [--json FILE] [--proxies]
        Starts PostgreSQL, RabbitMQ, two engines, three workers and an API node, has them execute runs, and lets everything fail: see bench/chaos.
        --minutes      how long things fail; 20 by default
        --seed         decides what fails and when; printed at the start, another one each time by default
        --kill-every   seconds between two kills of nodes; 1 by default
        --fault-every  seconds between two other faults; 12 by default
        --rate         runs started a second; 3 by default
        --ax           folder of the build of ax whose nodes are started; the one beside this program by default
        --json         file that the result is written to
        --upgrade      replaces nodes of the old build in this folder by new ones in place of having anything fail; no request may fail
        --asks         lists of runs that are asked for a second meanwhile; 20 by default
        --proxies      cut nodes off by proxies in place of network namespaces, which need root
        """;

    /// <summary>How long things fail.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(20);

    public int Seed { get; init; } = Random.Shared.Next();

    public TimeSpan KillEvery { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan FaultEvery { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Runs that are started in a second.</summary>
    public double Rate { get; init; } = 3;

    /// <summary>Folder of the old build of an upgrade; null for faults in place of one.</summary>
    public string? Upgrade { get; init; }

    /// <summary>Lists that are asked for in a second of an upgrade.</summary>
    public double Asks { get; init; } = 20;

    /// <summary>Folder of the build of ax.</summary>
    public string Ax { get; init; } = AppContext.BaseDirectory;

    /// <summary>File for the result; null for none.</summary>
    public string? Json { get; init; }

    public bool Proxies { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <returns>Null when it is none.</returns>
    public static ChaosOptions? Read(string[] arguments)
    {
        var options = new ChaosOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--proxies")
            {
                options = options with { Proxies = true };
                continue;
            }

            if (i + 1 == arguments.Length || options.With(arguments[i], arguments[++i]) is not { } next)
                return null;
            options = next;
        }

        return options;
    }

    private ChaosOptions? With(string name, string value) => name switch
    {
        "--ax" => this with { Ax = Path.GetFullPath(value) },
        "--upgrade" => this with { Upgrade = Path.GetFullPath(value) },
        "--json" => this with { Json = Path.GetFullPath(value) },
        "--seed" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? this with { Seed = seed } : null,
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 10_000 ? With(name, number) : null,
    };

    private ChaosOptions? With(string name, double number) => name switch
    {
        "--minutes" => this with { Length = TimeSpan.FromMinutes(number) },
        "--kill-every" => this with { KillEvery = TimeSpan.FromSeconds(number) },
        "--fault-every" => this with { FaultEvery = TimeSpan.FromSeconds(number) },
        "--asks" => this with { Asks = number },
        "--rate" => this with { Rate = number },
        _ => null,
    };
}
