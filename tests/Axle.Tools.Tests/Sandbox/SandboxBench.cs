using System.Text.Json;
using Axle.Tools.Sandbox;

namespace Axle.Tools.Tests.Sandbox;

/// <summary>A real sandbox; tests are skipped, visibly, where none can be had.</summary>
internal static class SandboxBench
{
    private static readonly CodeSandbox Sandbox = new(TimeProvider.System);

    public static async Task<SandboxOutcome> PythonAsync(string source, object? inputs = null, SandboxLimits? limits = null, params SandboxFile[] files) =>
        await RunAsync(SandboxLanguage.Python, source, inputs, limits, files);

    public static async Task<SandboxOutcome> RunAsync(
        SandboxLanguage language, string source, object? inputs = null, SandboxLimits? limits = null, params SandboxFile[] files)
    {
        var state = await Sandbox.StateAsync();
        Assert.SkipWhen(state.Problem is not null, $"There is no sandbox here: {state.Problem}");
        return await Sandbox.RunAsync(
            new SandboxJob(language, source)
            {
                Inputs = JsonSerializer.SerializeToElement(inputs ?? new { }),
                Limits = limits ?? new SandboxLimits(),
                Files = [.. files],
                Name = "test",
            },
            TestContext.Current.CancellationToken);
    }

    public static async Task<AxleError> FailAsync(string source, SandboxLimits? limits = null, SandboxLanguage language = SandboxLanguage.Python)
    {
        try
        {
            var outcome = await RunAsync(language, source, null, limits);
            throw new InvalidOperationException($"It ended well and said: {outcome.Text}");
        }
        catch (AxleException failure)
        {
            return failure.Error;
        }
    }
}
