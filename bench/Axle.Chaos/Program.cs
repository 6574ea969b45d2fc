using System.Globalization;
using Axle.Chaos;
using Axle.Chaos.Faults;
using Axle.Chaos.Judging;
using Axle.Chaos.Load;
using Axle.Chaos.Networks;

if (ChaosOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(ChaosOptions.Usage);
    return 2;
}

if (!options.Proxies && !Enclosure.IsInside && Enclosure.CanBe)
    return Enclosure.Run([.. args, "--seed", options.Seed.ToString(CultureInfo.InvariantCulture)]);

using var stopped = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopped.Cancel();
};
return await ChaosRun.RunAsync(options, stopped.Token);
