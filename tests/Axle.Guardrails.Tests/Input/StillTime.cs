namespace Axle.Guardrails.Tests.Input;

/// <summary>No time passes, however busy the machine is.</summary>
internal sealed class StillTime : TimeProvider
{
    public override long GetTimestamp() => 0;
}
