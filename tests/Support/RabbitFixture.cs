[assembly: AssemblyFixture(typeof(Axle.Tests.Support.RabbitFixture))]

namespace Axle.Tests.Support;

/// <summary>Ends the RabbitMQ of a test project when its tests are over.</summary>
public sealed class RabbitFixture : IDisposable
{
    public void Dispose() => RabbitServer.StopShared();
}
