using System.Runtime.CompilerServices;
using Axle.Cli.Hosting;

namespace Axle.Cli;

/// <summary>The door of <c>ax</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args is ["--version"] ? WriteVersion() : RunAsync(args);

    // Its own method, so that asking for the version loads neither the parser nor the rooms behind it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> WriteVersion()
    {
        Console.Out.WriteLine(ProductVersion.Text);
        return Task.FromResult(ExitCodes.Success);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> RunAsync(string[] args)
    {
        // A thread that spins a little before it sleeps takes an answer 0.2 ms sooner. The pool reads this when it starts: so it stands here.
        if (args is ["gateway", "serve", ..])
            AppContext.SetData("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", 25);
        using var outside = ProcessOutside.Open();
        return await CommandLine.RunAsync(args, outside.Value);
    }
}
