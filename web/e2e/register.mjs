// A small made-up register, marked as such: enough of several links of the biomedicine chain in Tonghua and elsewhere
// for a diagnosis that has something to say. Nothing in it exists.
const kWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const kLetters = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The check character of GB 32100-2015. */
export function credit_code(region, serial) {
  const body = `91${region}MA${String(serial).padStart(7, '0')}`
  const sum = [...body].reduce((all, letter, i) => all + kLetters.indexOf(letter) * kWeights[i], 0)
  return body + kLetters[(31 - (sum % 31)) % 31]
}

const kPlaces = [
  ['220502', '吉林省通化市东昌区', '通化'], ['220581', '吉林省通化市梅河口市', '梅河口'], ['220104', '吉林省长春市朝阳区', '长春'],
  ['110114', '北京市昌平区', '北京'], ['310115', '上海市浦东新区', '上海'], ['320114', '江苏省南京市雨花台区', '南京'], ['440106', '广东省广州市天河区', '广州'],
]
const kBusiness = [
  ['中药', '中药饮片加工;中成药生产;药品批发。', '中药饮片'],
  ['生物', '疫苗的研发、生产和销售;生物制品技术开发。', '疫苗'],
  ['药业', '化学药品原料药制造;化学药制剂生产。', '原料药'],
  ['医疗器械', '第二类医疗器械生产;体外诊断试剂研发和生产。', '诊断试剂'],
  ['药材', '中药材种植;人参种植;农产品初加工。', '人参'],
  ['商贸', '服装、日用百货、建材零售;餐饮服务。', '百货'],
]

export function register_csv(count = 900) {
  const rows = ['企业名称,统一社会信用代码,经营范围,主要产品,注册地址,注册资本,成立日期,经营状态']
  let serial = 1
  for (let i = 0; i < count; i++) {
    const place = kPlaces[(i * 5) % kPlaces.length]
    const business = kBusiness[(i * 7 + Math.floor(i / 11)) % kBusiness.length]
    // No vaccine in Tonghua: the gap that the walk through the pages looks for.
    if (place[0].startsWith('2205') && business[0] === '生物') continue
    const code = credit_code(place[0], serial++)
    const capital = i % 9 === 0 ? '' : `${100 + ((i * 37) % 5000)}万元人民币`
    rows.push(`${place[2]}模拟${business[0]}${String(i).padStart(3, '0')}有限公司,${code},${business[1]},${business[2]},${place[1]}模拟路${1 + (i % 90)}号,${capital},${1990 + (i % 34)}-0${1 + (i % 9)}-1${i % 9},存续`)
  }
  return rows.join('\n') + '\n'
}

if (process.argv[1]?.endsWith('register.mjs')) process.stdout.write(register_csv())
