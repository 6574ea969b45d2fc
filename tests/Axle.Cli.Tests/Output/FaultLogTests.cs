using Axle.Cli.Commands.Gateway;
using Axle.Cli.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Axle.Cli.Tests.Output;

/// <summary>What <c>ax gateway serve</c> says of its own faults.</summary>
public sealed class FaultLogTests : IDisposable
{
    private readonly StringWriter _error = new();

    [Fact]
    public void A_fault_is_told_with_its_place_and_without_its_words()
    {
        var log = new FaultLog(_error, new FixedTime(new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero)));

        log.LogError(Thrown(), "Request {Id} failed.", "r-1");

        var told = _error.ToString();
        told.ShouldContain("2026-11-28T09:30:00Z Error: Request r-1 failed.");
        told.ShouldContain("System.InvalidOperationException");
        told.ShouldContain("System.FormatException");
        told.ShouldContain(nameof(Thrown));
        told.ShouldNotContain("secret");
    }

    [Fact]
    public void Everyday_matters_are_not_told()
    {
        new FaultLog(_error, TimeProvider.System).LogInformation("Request {Id} came.", "r-1");

        _error.ToString().ShouldBeEmpty();
    }

    public void Dispose() => _error.Dispose();

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("a secret prompt", new FormatException("a secret key"));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
