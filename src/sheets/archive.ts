import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { invalid, Refusal } from "../errors.ts";

/** Bytes that a workbook may have when it is unpacked, and parts that it may have. */
const mostInflated = 60 * 1024 * 1024;
const mostEntries = 500;
/** Sheets of the same cell again and again shrink to a hundredth; more than this is made to harm. */
const mostRatio = 300;
const smallEnough = 5 * 1024 * 1024;

const expected =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|docProps\/[\w.-]+|customXml\/[\w./-]+|xl\/[\w.-]+\.xml|xl\/_rels\/[\w.-]+\.rels|xl\/(worksheets|theme|drawings|charts|media|tables|printerSettings|threadedComments|persons|richData)\/[\w./-]+)$/;
const harmful = /vba|macro|externalLink|activeX|embeddings|ctrlProps|connections\.xml|queryTable|\.bin$/i;
const harmless = /^xl\/printerSettings\/[\w.-]+\.bin$/;

/**
 * Looks at a workbook's directory and unpacks nothing. Refuses with invalid what is no such archive, encrypted, too
 * large when unpacked by its own word, has parts that a plain table does not have, or more than one reading.
 */
export async function inspectArchive(bytes: Buffer): Promise<void> {
  const archive = await open(bytes);
  checkEnd(bytes);
  if (archive.entryCount > mostEntries) throw invalid("这个表格的内部文件太多,不像普通的名单,请另存后再传");
  let packed = 0;
  let inflated = 0;
  for (const entry of await directory(archive)) {
    checkPart(entry);
    packed += entry.compressedSize;
    inflated += entry.uncompressedSize;
  }
  if (inflated > mostInflated) throw invalid("这个表格展开后太大,请删去多余的工作表和图片后再传");
  if (inflated > smallEnough && inflated > packed * mostRatio)
    throw invalid("这个表格压缩得不正常,请把名单复制到新的工作簿后再传");
}

/**
 * Unpacks every part and keeps nothing, to be done apart from the program. Refuses with invalid what is larger than its
 * directory says, damaged, or declares entities, by which a small text grows without end.
 */
export async function unpackArchive(bytes: Buffer): Promise<void> {
  const archive = await open(bytes);
  for (const entry of await directory(archive)) {
    if (!entry.fileName.endsWith("/")) await unpack(archive, entry);
  }
}

const unpack = (archive: ZipFile, entry: Entry): Promise<void> =>
  new Promise((resolve, reject) => {
    const lying = (): void => reject(invalid("这个文件的目录与内容不符,请在 Excel 里另存后再传"));
    // The library itself stops at the size that the directory says.
    archive.openReadStream(entry, (error, stream) => {
      if (error) return lying();
      let tail = "";
      stream.on("data", (chunk: Buffer) => {
        const text = tail + chunk.toString("latin1").replaceAll("\0", "");
        if (xml.test(entry.fileName) && declaration.test(text))
          stream.destroy(invalid("这个表格里有不该有的声明,请把名单复制到新的工作簿后再传"));
        tail = text.slice(-longestSign);
      });
      stream.on("end", resolve);
      stream.on("error", (fault: Error) => (fault instanceof Refusal ? reject(fault) : lying()));
    });
  });

const xml = /\.(xml|rels|vml)$/i;
const declaration = /<!(DOCTYPE|ENTITY)/i;
const longestSign = "<!DOCTYPE".length;

/** Two programs could read two different archives out of one whose directory is not right at its end. */
function checkEnd(bytes: Buffer): void {
  const end = bytes.length - endLength;
  const [size, offset] = [bytes.readUInt32LE(end + 12), bytes.readUInt32LE(end + 16)];
  if (bytes.readUInt32BE(end) !== endSign || offset + size !== end)
    throw invalid("这个文件的结构不寻常,请在 Excel 里另存后再传");
}

const endLength = 22;
const endSign = 0x504b0506;

const open = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, autoClose: false }, (error, archive) =>
      error ? reject(invalid("这个文件打不开,请确认是没有损坏的 xlsx 表格")) : resolve(archive),
    );
  });

const directory = (archive: ZipFile): Promise<Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    archive.on("entry", (entry: Entry) => {
      entries.push(entry);
      archive.readEntry();
    });
    archive.on("end", () => resolve(entries));
    archive.on("error", () => reject(invalid("这个文件的目录有问题,请在 Excel 里另存后再传")));
    archive.readEntry();
  });

function checkPart(entry: Entry): void {
  const name = entry.fileName;
  if (entry.generalPurposeBitFlag % 2 === 1) throw invalid("这个表格加了密码,请去掉密码后再传");
  if (harmful.test(name) && !harmless.test(name))
    throw invalid("表格里有宏、外部链接或嵌入的对象,请另存为普通的 xlsx 后再传");
  if (!name.endsWith("/") && !expected.test(name)) throw invalid("这个文件不是普通的 xlsx 表格");
}
