using System.Security.Cryptography;

namespace MpnstApi.Importing;

/// <summary>
/// Represents a stream that reads another one, counts and hashes its bytes, and disposes it. Each read checks the
/// cancellation: a single damaged record may be as long as the file.
/// </summary>
internal sealed class HashingStream(
    Stream inner,
    IncrementalHash hash,
    CancellationToken cancellation
) : Stream
{
    public long BytesRead { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        cancellation.ThrowIfCancellationRequested();
        var read = inner.Read(buffer, offset, count);
        hash.AppendData(buffer, offset, read);
        BytesRead += read;
        return read;
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
